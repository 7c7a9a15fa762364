//! From text to typed specs: schema-valid, every leaf located.

pub mod load;
mod scan;
pub mod shape;
pub mod tree;
pub mod types;
