"""PostgreSQL: the embedded server, the roles, the tenant context and what migrations need."""
