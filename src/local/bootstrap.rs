//! How an environment comes to be from nothing: steps for a person, each with the commands that do it and the one that says
//! whether it is done. Nothing here changes anything.

use crate::model::plan::{Environment, Plan};
use crate::model::{Channel, Role};
use std::process::{Command, Stdio};

/// One step. All commands are for a POSIX shell, from the project's root.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its kind, for programs.
    pub id: &'static str,
    /// What is true afterwards.
    pub title: String,
    /// What a person must know before.
    pub note: Option<String>,
    /// What does it.
    pub commands: Vec<String>,
    /// Succeeds when it is done, and reads only.
    pub check: String,
}

impl Step {
    /// Whether the check succeeds.
    pub fn is_done(&self) -> bool {
        let mut shell = Command::new("sh");
        shell.args(["-c", &self.check]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        shell.status().is_ok_and(|status| status.success())
    }
}

/// The steps in their order: each needs only those before it.
pub fn steps(plan: &Plan, env: &Environment) -> Vec<Step> {
    let first = [account(env), state_bucket(env), network(plan, env), platform(plan, env), github(plan, env)];
    let secrets = secret_names(plan).into_iter().map(|(name, what)| secret(env, &name, what));
    first.into_iter().chain([sender(plan, env), deploy(plan, env)]).chain(secrets).collect()
}

/// A text as one word of a shell.
fn word(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_string();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn account(env: &Environment) -> Step {
    let account = &*env.account.value;
    Step {
        id: "account",
        title: format!("you are an administrator of the account {account}"),
        note: Some("every later step happens in the account that you are signed in to".to_string()),
        commands: vec!["aws sts get-caller-identity".to_string()],
        check: format!("test \"$(aws sts get-caller-identity --query Account --output text)\" = {account}"),
    }
}

fn state_bucket(env: &Environment) -> Step {
    let (bucket, region) = (word(&env.state_bucket), word(&env.region));
    let elsewhere = match &*env.region.value {
        "us-east-1" => String::new(),
        _ => format!(" --create-bucket-configuration LocationConstraint={region}"),
    };
    let api = |call: &str, rest: &str| format!("aws s3api {call} --bucket {bucket} --region {region}{rest}");
    Step {
        id: "state-bucket",
        title: format!("the bucket {bucket} keeps the Terraform states, with every version of them"),
        note: Some("Terraform cannot keep its first state in a bucket that it has yet to make".to_string()),
        commands: vec![
            api("create-bucket", &elsewhere),
            api(
                "put-public-access-block",
                " --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true",
            ),
            api(
                "put-bucket-encryption",
                " --server-side-encryption-configuration '{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\"},\"BucketKeyEnabled\":true}]}'",
            ),
            api("put-bucket-versioning", " --versioning-configuration Status=Enabled"),
        ],
        // The last command of the step: what was broken off before it is done again.
        check: format!("{} | grep -qx Enabled", api("get-bucket-versioning", " --query Status --output text")),
    }
}

fn network(plan: &Plan, env: &Environment) -> Step {
    let prefix = &*plan.platform.prefix.value;
    let region = word(&env.region);
    let put = |name: &str, example: &str| {
        format!("aws ssm put-parameter --region {region} --type String --name /{prefix}/red/{name} --value {example}")
    };
    Step {
        id: "network",
        title: "the network team has published two private subnets and a security group for Airflow".to_string(),
        note: Some("the ids are examples: put those of the network, separated by commas".to_string()),
        commands: vec![put("subredes", "subnet-1,subnet-2"), put("grupos-de-seguridad", "sg-1")],
        check: ["subredes", "grupos-de-seguridad"]
            .map(|name| format!("aws ssm get-parameter --region {region} --name /{prefix}/red/{name}"))
            .join(" && "),
    }
}

fn platform(plan: &Plan, env: &Environment) -> Step {
    let prefix = &*plan.platform.prefix.value;
    let root = format!("terraform -chdir=generated/terraform/{}/platform", *env.name);
    let boundary = format!("arn:aws:iam::{}:policy/cauce/{prefix}-deploy-boundary", *env.account);
    Step {
        id: "platform",
        title: "the platform is there: buckets, keys, audit, Airflow, and the roles of GitHub inside their boundary".to_string(),
        note: Some("the roles of GitHub cannot make or widen themselves: this first time it is you; Airflow takes half an hour; a broken apply goes on where it stopped".to_string()),
        commands: vec![format!("{root} init"), format!("{root} apply")],
        check: format!(
            "aws iam get-role --role-name {prefix}-github-apply && aws iam get-policy --policy-arn {boundary} && aws mwaa get-environment --region {} --name {prefix}",
            word(&env.region)
        ),
    }
}

fn github(plan: &Plan, env: &Environment) -> Step {
    let github = &plan.platform.github;
    let at = format!("repos/{}/{}/environments", *github.owner, *github.repository);
    let (name, approvals) = (&*env.name.value, *env.approvals);
    let reviewed = match approvals {
        0 => String::new(),
        _ => " --input reviewers.json".to_string(),
    };
    let note = match approvals {
        0 => "the roles trust exactly these two environments".to_string(),
        n => format!(
            "the roles trust exactly these two environments; {n} approve a deploy: reviewers.json is \
             {{\"prevent_self_review\": true, \"reviewers\": [{{\"type\": \"Team\", \"id\": 1}}]}} with the ids of their teams"
        ),
    };
    let rules =
        format!("gh api {at}/{name} --jq '[.protection_rules[]? | select(.type == \"required_reviewers\")] | length'");
    let guarded = if approvals == 0 { String::new() } else { format!(" && {rules} | grep -qvx 0") };
    Step {
        id: "github",
        title: format!("GitHub has the environments {name}-plan and {name}"),
        note: Some(note),
        commands: vec![
            format!("gh api --method PUT {at}/{name}-plan"),
            format!("gh api --method PUT {at}/{name}{reviewed}"),
        ],
        check: format!("gh api {at}/{name}-plan && gh api {at}/{name}{guarded}"),
    }
}

fn sender(plan: &Plan, env: &Environment) -> Step {
    let teams = &plan.platform;
    let address = teams.team_with(Role::DevOps).or(teams.teams.first()).map_or("", |team| &team.email.value);
    let ses =
        |call: &str| format!("aws sesv2 {call} --region {} --email-identity {}", word(&env.region), word(address));
    Step {
        id: "sender",
        title: format!("SES sends mails as {address}"),
        note: Some(
            "somebody opens the link in the mail that arrives; leaving SES's sandbox is a request to AWS".to_string(),
        ),
        commands: vec![ses("create-email-identity")],
        check: format!("{} --query VerifiedForSendingStatus --output text | grep -qx True", ses("get-email-identity")),
    }
}

fn deploy(plan: &Plan, env: &Environment) -> Step {
    let (prefix, name) = (&*plan.platform.prefix.value, &*env.name.value);
    Step {
        id: "deploy",
        title: "code is published, and the states of domains and alerts are applied".to_string(),
        note: Some("the deploy does it, as it does every day".to_string()),
        commands: vec!["gh workflow run cauce-deploy.yml".to_string()],
        check: format!("aws ssm get-parameter --region {} --name /{prefix}/{name}/deployed_sha", word(&env.region)),
    }
}

/// The secrets whose values only a person knows, and what each is.
fn secret_names(plan: &Plan) -> Vec<(String, &'static str)> {
    let platform = &plan.platform;
    let prefix = &*platform.prefix.value;
    let used = |channel: Channel| platform.severities.iter().any(|s| s.channels.iter().any(|c| c.value == channel));
    let connections =
        platform.connections.iter().filter_map(|c| c.secret.as_ref()).map(|name| (name.value.clone(), CONNECTION));
    let keys = plan.domains.iter().map(|domain| (domain.protection_secret.value.clone(), PROTECTION));
    let slack = used(Channel::Slack).then(|| (format!("{prefix}/alertas/slack"), SLACK));
    let teams = platform.teams.iter().filter(|_| used(Channel::Teams));
    let teams = teams.map(|team| (format!("{prefix}/alertas/teams/{}", team.id.value), TEAMS));
    let signature = (format!("{prefix}/alertas/firma"), SIGNATURE);
    connections.chain(keys).chain(slack).chain(teams).chain([signature]).collect()
}

const CONNECTION: &str = "an Airflow connection as JSON";
const PROTECTION: &str = "64 random hexadecimal digits (openssl rand -hex 32), written once and never changed";
const SLACK: &str = "the token of Slack's bot";
const TEAMS: &str = "the address of the team's Teams workflow";
const SIGNATURE: &str = "64 random hexadecimal digits (openssl rand -hex 32)";

fn secret(env: &Environment, name: &str, what: &str) -> Step {
    let call =
        |call: &str| format!("aws secretsmanager {call} --region {} --secret-id {}", word(&env.region), word(name));
    Step {
        id: "secret",
        title: format!("the secret {name} has its value"),
        note: Some(format!("{what}; from a file, so that it is in no history: delete it afterwards")),
        commands: vec![format!("{} --secret-string file://secret.txt", call("put-secret-value"))],
        check: format!("{} --query 'length(Versions)' --output text | grep -qvx 0", call("list-secret-version-ids")),
    }
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn what_a_shell_would_read_is_quoted() {
        assert_eq!(word("ribera/conexiones/core-pg"), "ribera/conexiones/core-pg");
        assert_eq!(word("$(id)@x.y"), "'$(id)@x.y'");
        assert_eq!(word("o'x"), "'o'\\''x'");
        assert_eq!(word(""), "''");
    }
}
