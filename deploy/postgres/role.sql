-- Runs at the first start of a database: creates the role of the service, which owns the database and has no other rights.
\getenv service SERVICE
\set password `cat /run/secrets/database`
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service", postgres FROM PUBLIC;
