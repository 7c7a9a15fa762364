//! The vocabulary: located values, forms and words of specs, and the plan that targets read.

pub mod at;
mod column;
mod fact;
mod forms;
pub mod plan;
pub mod ribs;
pub mod sql;
mod words;

pub use at::At;
pub use column::*;
pub use fact::{Fact, Origins};
pub use forms::*;
pub use words::*;
