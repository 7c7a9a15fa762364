//! `cauce explain CODE`

use super::Outcome;
use super::session::Failure;
use crate::cli::Explain;
use crate::diagnostics::codes;

/// Prints a code's cause and cure.
pub fn run(args: &Explain) -> Result<Outcome, Failure> {
    let code = args.code.to_uppercase();
    let hint = || {
        codes::nearest(&code)
            .map_or_else(|| "all codes are in docs/findings.md".to_string(), |n| format!("did you mean `{n}`?"))
    };
    let text =
        codes::explain(&code).ok_or_else(|| Failure::message(format!("there is no code `{code}`; {}", hint())))?;
    print!("{text}");
    Ok(Outcome::Fine)
}
