//! `cauce bootstrap`: the steps from nothing, asked of programs that stand in for AWS, GitHub and Terraform.

mod support;

use serde_json::Value;
use std::os::unix::fs::PermissionsExt;
use support::{Project, text, write};

/// `aws` and `gh`: a call succeeds when a line of the file `done` begins it; what follows `=>` is its answer.
const STAND_IN: &str = r#"#!/bin/sh
echo "$(basename "$0") $*" >>"$STAND_IN/calls"
case "$*" in
    "sts get-caller-identity"*) cat "$STAND_IN/account" ;;
    *) while IFS='>' read -r words answer; do
        case "$*" in "$words"*) echo "$answer"; exit 0 ;; esac
    done <"$STAND_IN/done"; exit 1 ;;
esac
"#;

/// What `cauce bootstrap prod --check` says when these calls succeed: the titles of steps by whether they are done; and the calls.
fn checked(project: &Project, account: &str, done: &str) -> (Vec<(String, bool)>, String) {
    let folder = tempfile::tempdir().expect("a folder");
    for program in ["aws", "gh"] {
        let path = folder.path().join(program);
        write(&path, STAND_IN);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
    }
    write(&folder.path().join("account"), format!("{account}\n"));
    write(&folder.path().join("done"), done);
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    let mut command = project.command(&["bootstrap", "prod", "--check", "--format", "json"]);
    let output = command.env("PATH", path).env("STAND_IN", folder.path()).output().expect("cauce starts");
    let steps: Vec<Value> = serde_json::from_slice(&output.stdout).expect("JSON");
    let steps: Vec<_> = steps
        .iter()
        .map(|step| (step["title"].as_str().unwrap_or_default().to_string(), step["done"].as_bool().expect("a truth")))
        .collect();
    let code = if steps.iter().all(|(_, done)| *done) { 0 } else { 1 };
    assert_eq!(output.status.code(), Some(code));
    (steps, text(&folder.path().join("calls")))
}

fn done(steps: &[(String, bool)]) -> Vec<&str> {
    steps.iter().filter(|(_, done)| *done).map(|(title, _)| title.as_str()).collect()
}

const EVERYTHING: &str = "s3api get-bucket-versioning>Enabled\nssm get-parameter>1\niam get-role>1\niam get-policy>1\n\
mwaa get-environment>1\napi repos/ribera-datos/plataforma-datos/environments>1\nsesv2 get-email-identity>True\n\
secretsmanager list-secret-version-ids>1\n";

#[test]
fn steps_are_done_when_their_checks_succeed() {
    let project = Project::examples();
    let (steps, _) = checked(&project, "418823907633", EVERYTHING);
    assert_eq!(done(&steps).len(), steps.len());
    let (steps, _) = checked(&project, "418823907633", &EVERYTHING.replace("Enabled", "None"));
    assert!(!steps[1].1 && steps[2].1, "a bucket without versions is not done, what comes after it may be");
    let (steps, _) = checked(&project, "418823907633", &EVERYTHING.replace("ids>1", "ids>0"));
    let open: Vec<&str> = steps.iter().filter(|(_, done)| !done).map(|(title, _)| title.as_str()).collect();
    assert!(open.iter().all(|title| title.starts_with("the secret ")), "{open:?}");
    for secret in ["ribera/conexiones/core-pg", "ribera/proteccion/pagos", "ribera/alertas/teams/bi"] {
        assert!(open.contains(&&*format!("the secret {secret} has its value")), "{secret} is not in {open:?}");
    }
}

#[test]
fn nothing_is_asked_in_another_account() {
    let (steps, calls) = checked(&Project::examples(), "418823907611", EVERYTHING);
    assert_eq!(done(&steps), Vec::<&str>::new());
    assert_eq!(calls, "aws sts get-caller-identity --query Account --output text\n");
}

#[test]
fn without_check_nothing_is_called_and_the_steps_are_a_script() {
    let project = Project::examples();
    let ran = project.command(&["bootstrap", "prod"]).env("PATH", "/nowhere").output().expect("cauce starts");
    let script = String::from_utf8(ran.stdout).expect("UTF-8");
    assert_eq!(ran.status.code(), Some(0));
    assert!(script.contains("\nterraform -chdir=generated/terraform/prod/platform apply\n"), "{script}");
    let syntax = std::process::Command::new("sh").args(["-n", "-c", &script]).status().expect("a shell");
    assert!(syntax.success(), "{script}");
    for line in script.lines().filter(|line| !line.starts_with('#')) {
        assert!(["aws ", "gh ", "terraform "].iter().any(|program| line.starts_with(program)), "{line}");
    }
}

#[test]
fn an_unknown_environment_is_a_usage_error_that_names_the_others() {
    let ran = Project::examples().run(&["bootstrap", "test"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("there are: dev, stage, prod"), "{}", ran.err);
}
