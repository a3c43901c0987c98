// What a store says of itself.

// constraint names
SHOW CONSTRAINTS YIELD name RETURN name;

// index names
SHOW INDEXES YIELD name RETURN name;

// version
CALL dbms.components() YIELD name, versions
RETURN name, versions[0] AS version;
