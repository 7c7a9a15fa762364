//! Services of the platform: where they are and how they are shown who asks.

use crate::diagnostics::{Finding, codes};
use crate::model::plan::Auth;
use crate::model::{At, Host, host_of};
use crate::spec::types::{AuthSpec, PlatformSpec, ServiceConnection};

/// Headers whose meaning HTTP itself fixes.
const RESERVED: [&str; 9] = [
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "range",
    "transfer-encoding",
];

/// Findings for every service.
pub fn are_sound(spec: &PlatformSpec, findings: &mut Vec<Finding>) {
    for (id, service) in spec.connections.iter().filter_map(|(id, c)| Some((id, c.service()?))) {
        hosts_have_public_names(service, findings);
        addresses_are_allowed(service, findings);
        credentials_are_shown(id, service, findings);
        header_is_free(service, findings);
    }
}

/// The planned form of what was written.
pub fn auth(written: &AuthSpec) -> Auth {
    match written {
        AuthSpec::Bearer(_) => Auth::Bearer,
        AuthSpec::Header(header) => Auth::Header(header.name.fact()),
        AuthSpec::Basic(_) => Auth::Basic,
        AuthSpec::Query(query) => Auth::Query(query.parameter.fact()),
        AuthSpec::ClientCredentials(client) => {
            Auth::ClientCredentials { token_url: client.token_url.fact(), scope: client.scope.as_ref().map(At::fact) }
        }
    }
}

/// Whether a name leads nowhere but through a name server: no address in numbers, no name of the machine itself.
fn is_public(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let local = ["localhost", "local", "localdomain"].contains(&last);
    host.contains('.') && !local && !last.chars().all(|c| c.is_ascii_digit())
}

fn hosts_have_public_names(service: &ServiceConnection, findings: &mut Vec<Finding>) {
    let base = (host_of(&service.base_url), service.base_url.at);
    let hosts = service.hosts.iter().map(|host| (&***host, host.at));
    for (host, at) in [base].into_iter().chain(hosts).filter(|(host, _)| !is_public(host)) {
        let finding = Finding::error(codes::PRIVATE_HOST, at, format!("`{host}` is no public name of a host"));
        findings.push(finding.help("write the name of the service's host, such as `api.example.com`"));
    }
}

fn addresses_are_allowed(service: &ServiceConnection, findings: &mut Vec<Finding>) {
    let base = (&*service.base_url.value, service.base_url.at);
    let token = match &service.auth {
        Some(AuthSpec::ClientCredentials(client)) => Some((&*client.token_url.value, client.token_url.at)),
        _ => None,
    };
    for (url, at) in [Some(base), token].into_iter().flatten() {
        let host = host_of(url);
        if !service.hosts.iter().any(|allowed: &At<Host>| ***allowed == *host) {
            let finding = Finding::error(codes::FOREIGN_HOST, at, format!("`{host}` is not one of `hosts:`"));
            findings.push(finding.help(format!("add `{host}` to `hosts:`, or mend the address")));
        }
    }
}

fn credentials_are_shown(id: &str, service: &ServiceConnection, findings: &mut Vec<Finding>) {
    let (at, message, help) = match (&service.secret, &service.auth) {
        (Some(secret), None) => (
            secret.at,
            format!("nothing says how the secret of `{id}` is shown"),
            "add `auth:` of kind `bearer`, `header`, `basic`, `query` or `client_credentials`".to_string(),
        ),
        (None, Some(_)) => (
            service.base_url.at,
            format!("`{id}` has `auth:` and no secret to show"),
            format!("add `secret: <folder>/{id}`"),
        ),
        _ => return,
    };
    findings.push(Finding::error(codes::AUTH, at, message).help(help));
}

fn header_is_free(service: &ServiceConnection, findings: &mut Vec<Finding>) {
    let Some(AuthSpec::Header(header)) = &service.auth else { return };
    if RESERVED.contains(&header.name.to_lowercase().as_str()) {
        let message = format!("HTTP gives the header `{}` a meaning of its own", header.name.value);
        let finding = Finding::error(codes::RESERVED_HEADER, header.name.at, message);
        findings.push(
            finding.help("use the header of the API's documentation; `Authorization` is that of `bearer` and `basic`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn numbers_and_the_machine_itself_are_no_public_names() {
        assert!(["www.datos.gov.co", "rates.example", "api.internal"].into_iter().all(is_public));
        let private = ["localhost", "api", "127.0.0.1", "10.0.0.8", "169.254.169.254", "0x7f.1", "db.local"];
        assert!(private.into_iter().all(|host| !is_public(host)));
    }
}
