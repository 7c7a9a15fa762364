//! What a long step shows: a spinner on a terminal, a line per step elsewhere, nothing when quiet.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows on standard error how far a long step is.
pub struct Progress {
    bar: Option<ProgressBar>,
    quiet: bool,
}

impl Progress {
    /// A spinner when standard error is a terminal; `quiet` shows nothing.
    pub fn new(quiet: bool) -> Progress {
        let bar = (!quiet && stderr().is_terminal()).then(spinner);
        Progress { bar, quiet }
    }

    /// Says something that stays.
    pub fn say(&self, text: &str) {
        match &self.bar {
            Some(bar) => bar.suspend(|| eprintln!("{text}")),
            None if self.quiet => {}
            None => eprintln!("{text}"),
        }
    }

    /// Starts a step: the spinner turns beside its name until the next one.
    pub fn step(&self, text: &str) {
        match &self.bar {
            Some(bar) => {
                bar.enable_steady_tick(Duration::from_millis(120));
                bar.set_prefix(text.to_owned());
                bar.set_message("");
            }
            None => self.say(text),
        }
    }

    /// Shows the newest line of a program behind the step, on a terminal only.
    pub(super) fn detail(&self, line: &str) {
        if let Some(bar) = &self.bar {
            bar.set_message(line.trim().chars().take(60).collect::<String>());
        }
    }

    /// Runs `show` with the spinner out of the way, for output of other programs.
    pub fn suspend<T>(&self, show: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(show),
            None => show(),
        }
    }

    /// Takes the spinner away.
    pub fn done(&self) {
        if let Some(bar) = &self.bar {
            bar.disable_steady_tick();
            bar.finish_and_clear();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done();
    }
}

fn spinner() -> ProgressBar {
    let style = ProgressStyle::with_template("{spinner} {prefix} ({elapsed}) {msg:.dim}");
    ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()))
}
