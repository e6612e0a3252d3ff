//! The command line of Entente.

fn main() {}
