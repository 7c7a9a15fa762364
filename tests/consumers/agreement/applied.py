"""What Terraform would create: every state of an environment, applied by a provider that creates nothing anywhere."""

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# The state lives in a bucket that no test may reach.
LOCAL_STATE = 'terraform {\n  backend "local" {}\n}\n'


def apply_all(generated: Path, env: str, folder: Path) -> dict[str, str]:
    """The values of each state of `env` by its name, as JSON; `folder` is for a copy, which terraform writes to."""
    copy = folder / "generated"
    shutil.copytree(generated, copy)
    roots = sorted(path for path in (copy / "terraform" / env).iterdir() if path.is_dir())
    with ThreadPoolExecutor(2) as pool:
        return dict(zip([root.name for root in roots], pool.map(apply, roots), strict=True))


def apply(root: Path) -> str:
    """The values of one state."""
    (root / "backend_override.tf").write_text(LOCAL_STATE)
    terraform(root, "init", "-no-color")
    terraform(root, "apply", "-no-color", "-auto-approve")
    return json.dumps(json.loads(terraform(root, "show", "-json"))["values"]["root_module"], ensure_ascii=False)


def terraform(root: Path, *args: str) -> str:
    """What terraform printed; what it complained of is the error."""
    command = [os.environ["CAUCE_TERRAFORM"], *args]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{root.name}: terraform {' '.join(args)}\n{done.stdout}{done.stderr}"
    return done.stdout


def resources(module: dict) -> list[dict]:
    """The resources and data sources of a module and of those that it calls."""
    return module.get("resources", []) + [r for child in module.get("child_modules", []) for r in resources(child)]
