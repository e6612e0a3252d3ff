//! THE rule: who may read what, and who may do what. Nothing else decides.
