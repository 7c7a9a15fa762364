//! Local runs: provisions Python, Java, PySpark and the Hudi bundle into a cache, and runs generated jobs on them.
//!
//! [`Workbench`] runs datasets of a plan on samples or files; below it stands [`run_job`], which only knows paths.

mod bootstrap;
mod cache;
mod error;
mod extract;
mod machine;
mod process;
mod progress;
mod provision;
mod rendered;
mod result;
mod spark;
mod toolchain;
mod workbench;
mod zones;

pub use bootstrap::{Step, steps as bootstrap_steps};
pub use error::LocalError;
pub use progress::Progress;
pub use provision::ensure;
pub use rendered::{Rendered, discard, scratch};
pub use result::{Commit, JobResult};
pub use spark::{JobRun, exec, run_job, run_tests};
pub use toolchain::Toolchain;
pub use workbench::{Workbench, missing_samples};
pub use zones::{Zones, run_key};
