//! The entry point of libFuzzer.

#![no_main]

mod entry;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| entry::compile(bytes));
