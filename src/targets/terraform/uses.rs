//! What a Terraform file reads outside of its own folder, as its text says it: folders of modules, files, and patterns of files.

/// The folder of a state below `generated/terraform/`: its environment and its name.
pub fn state_of(path: &str) -> Option<(&str, &str)> {
    let mut steps = path.strip_prefix("generated/terraform/")?.split('/');
    let (environment, state, _file) = (steps.next()?, steps.next()?, steps.next()?);
    (environment != "modules").then_some((environment, state))
}

/// Paths from the project root: `folder/*` for a module, `folder/file` for a file, with `*` for each step of a pattern that
/// stands for any name.
pub fn uses(path: &str, text: &str) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    text.lines().flat_map(|line| line_uses(folder, line)).collect()
}

fn line_uses(folder: &str, line: &str) -> Vec<String> {
    if line.trim_start().starts_with('#') {
        return vec![];
    }
    let strings: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
    let is_path = |text: &str| text.starts_with("./") || text.starts_with("../") || text.starts_with("${path.module}");
    let mut found = vec![];
    for (at, text) in strings.iter().enumerate().filter(|(_, text)| is_path(text)) {
        let below = text.strip_prefix("${path.module}/").unwrap_or(text);
        // What another expression completes is named by the `fileset` that it walks over.
        if below.contains("${") {
            continue;
        }
        let place = join(folder, below);
        let pattern = line.contains("fileset(").then(|| strings.get(at + 1)).flatten();
        found.push(match pattern {
            Some(pattern) => format!("{place}/{pattern}"),
            None if is_file(&place) => place,
            None => format!("{place}/*"),
        });
    }
    found
}

fn is_file(path: &str) -> bool {
    path.rsplit('/').next().is_some_and(|name| name.contains('.'))
}

fn join(folder: &str, below: &str) -> String {
    let mut steps: Vec<&str> = folder.split('/').collect();
    for step in below.split('/') {
        match step {
            ".." => drop(steps.pop()),
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Whether a path is one that a pattern of [`uses`] stands for.
pub fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len() && pattern.iter().zip(&path).all(|(wanted, step)| *wanted == "*" || wanted == step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_files_and_patterns_are_found() {
        let found = |text: &str| uses("generated/terraform/prod/pagos/x.tf", text);
        assert_eq!(found("  source = \"../../modules/pagos/x\""), ["generated/terraform/modules/pagos/x/*"]);
        assert_eq!(found("  source  = \"hashicorp/aws\""), Vec::<String>::new());
        assert_eq!(found("# source = \"../gone\""), Vec::<String>::new());
        assert_eq!(
            found("h = filemd5(\"${path.module}/../a.txt\") # at \"${path.module}/../a.txt\""),
            ["generated/terraform/prod/a.txt"; 2]
        );
        assert_eq!(
            found("for f in fileset(\"${path.module}/..\", \"*/*/r.json\") :"),
            ["generated/terraform/prod/*/*/r.json"]
        );
        assert_eq!(found("x = file(\"${path.module}/../${f}\")"), Vec::<String>::new());
    }

    #[test]
    fn patterns_stand_for_whole_steps() {
        assert!(matches("a/*/c.json", "a/b/c.json"));
        assert!(!matches("a/*", "a/b/c") && !matches("a/*/c", "a/b/d"));
        assert_eq!(state_of("generated/terraform/prod/pagos/x.tf"), Some(("prod", "pagos")));
        assert_eq!(state_of("generated/terraform/modules/pagos/x/main.tf"), None);
    }
}
