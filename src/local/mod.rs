//! Local runs: provisions Python, Java, PySpark and the Hudi bundle into a cache, and runs generated jobs on them.
//!
//! Knows nothing of specs or plans: it is given paths of generated files and answers with what a job reports.

mod cache;
mod error;
mod machine;
mod process;
mod progress;
mod provision;
mod result;
mod spark;
mod toolchain;
mod zones;

pub use error::LocalError;
pub use progress::Progress;
pub use provision::ensure;
pub use result::{Commit, JobResult};
pub use spark::{JobRun, TestRun, exec, run_job, run_tests};
pub use toolchain::Toolchain;
pub use zones::{Zone, Zones, run_key};
