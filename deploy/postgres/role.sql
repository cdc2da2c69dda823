-- At the first start of a database: the role that owns it, as the service logs in. It may do nothing beside.
\getenv service SERVICE
\set password `cat /run/secrets/database`
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service", postgres FROM PUBLIC;
