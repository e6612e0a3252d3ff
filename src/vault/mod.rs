//! Sealed originals and their keys: the only code that can open either.
