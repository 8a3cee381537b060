import module profundo;
