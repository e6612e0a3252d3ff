//! Configuration: flags, environment (`ENTENTE_*`, `DATABASE_URL`) or a TOML file.
