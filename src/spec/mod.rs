//! From text to typed specs: schema-valid, every leaf located.

pub mod load;
pub mod shape;
pub mod tree;
pub mod types;
