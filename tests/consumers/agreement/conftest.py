"""The tree under test: a copy of the project's generated files, with one environment applied."""

import os
import shutil
from pathlib import Path

import pytest

from applied import apply_all
from tree import Tree
from workflows import ENV


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """The project as it is."""
    generated = Path(os.environ["CAUCE_GENERATED"])
    folder = tmp_path_factory.mktemp("project")
    shutil.copytree(generated, folder / "generated")
    shutil.copytree(generated.parent / ".github", folder / ".github")
    return Tree(folder, apply_all(generated, ENV, tmp_path_factory.mktemp("applied")))
