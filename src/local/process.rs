//! Runs programs and reads what they print line by line.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Read};
use std::process::{Command, ExitStatus, Stdio};

use super::error::LocalError;

/// How many lines of a failed program are kept.
const TAIL: usize = 30;

/// Runs a program to its end; `line` sees what it prints on both outputs. An error keeps the last lines.
pub(super) fn run(what: &str, command: &mut Command, line: impl FnMut(&str)) -> Result<(), LocalError> {
    let cannot = |e: std::io::Error| LocalError::new(format!("cannot {what}: {e}"));
    let (reader, writer) = std::io::pipe().map_err(cannot)?;
    command.stdin(Stdio::null()).stdout(writer.try_clone().map_err(cannot)?).stderr(writer);
    let mut child = command.spawn().map_err(cannot)?;
    // The command holds the write ends: without this the reader never sees the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let tail = each_line(reader, line);
    let status = child.wait().map_err(cannot)?;
    if status.success() {
        return Ok(());
    }
    Err(LocalError::new(format!("cannot {what}: {} {}", program(command), ended(status))).log(tail))
}

/// The standard output of a short command, or nothing when it cannot run or fails.
pub(super) fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Hands every line to `line` and returns the last ones. Bytes that are not UTF-8 are replaced.
pub(super) fn each_line(reader: impl Read, mut line: impl FnMut(&str)) -> Vec<String> {
    let mut tail = VecDeque::new();
    let mut reader = BufReader::new(reader);
    let mut buffer = Vec::new();
    while matches!(reader.read_until(b'\n', &mut buffer), Ok(n) if n > 0) {
        let text = String::from_utf8_lossy(&buffer);
        let text = text.trim_end_matches(['\n', '\r']);
        line(text);
        if !text.trim().is_empty() {
            tail.push_back(text.to_owned());
        }
        if tail.len() > TAIL {
            tail.pop_front();
        }
        buffer.clear();
    }
    tail.into()
}

/// How a program ended, as the end of a sentence.
pub(super) fn ended(status: ExitStatus) -> String {
    match status.code() {
        Some(code) => format!("ended with exit code {code}"),
        None => "was stopped by a signal".to_owned(),
    }
}

fn program(command: &Command) -> String {
    let path = std::path::Path::new(command.get_program());
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_outputs_are_seen_in_order_and_a_failure_keeps_them() {
        let mut seen = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let error = run("try", &mut command, |line| seen.push(line.to_owned())).unwrap_err();
        assert_eq!(seen, ["one", "two"]);
        assert_eq!(error.log, ["one", "two"]);
        assert_eq!(error.message, "cannot try: sh ended with exit code 3");
    }

    #[test]
    fn only_the_last_lines_are_kept() {
        let text = (0..100).map(|n| format!("{n}\n")).collect::<String>();
        let tail = each_line(text.as_bytes(), |_| ());
        assert_eq!((tail.len(), tail[0].as_str(), tail[29].as_str()), (TAIL, "70", "99"));
    }

    #[test]
    fn a_missing_program_is_a_sentence() {
        let error = run("install", &mut Command::new("no-such-program"), |_| ()).unwrap_err();
        assert!(error.message.starts_with("cannot install: "), "{}", error.message);
    }
}
