"""How komma asks: a pure interview, the pages it consists of, and two ways to put them on a terminal."""
