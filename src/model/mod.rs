//! The vocabulary: located values, forms and words of specs, and the plan that targets read.

pub mod at;
mod column;
pub mod cron;
mod data_type;
pub mod days;
mod delivery;
mod fact;
mod flow;
mod forms;
pub mod literal;
pub mod moment;
pub mod plan;
pub mod ribs;
pub mod sql;
pub mod timezones;
mod words;

pub use at::At;
pub use column::*;
pub use data_type::{DataType, TypeError};
pub use delivery::*;
pub use fact::{Fact, Origins};
pub use flow::{ColumnId, Flow, Hop, Personal};
pub use forms::*;
pub use words::*;
