"""The Debian package: what is in it, whose it is, and that the same program is packed to the same bytes."""
import os, pathlib, shutil, subprocess, tempfile, unittest

from product import PROGRAM, SOURCE

BUILD = pathlib.Path(PROGRAM).parent
CACHE = BUILD / "CMakeCache.txt"
PACKS = shutil.which("dpkg-shlibdeps") and CACHE.exists() and "CMAKE_BUILD_TYPE:STRING=Release" in CACHE.read_text()
COMMIT = "1764288000"  # seconds since 1970: the moment that files are said to be of


@unittest.skipUnless(PACKS, "only a release is packed, with dpkg-dev (scripts/setup --tests)")
class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="tradewatch-package-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.package = cls.packed("first")
        cls.tree = cls.folder / "tree"
        subprocess.run(["dpkg-deb", "-R", cls.package, cls.tree], check=True)

    @classmethod
    def packed(cls, name):
        folder = cls.folder / name
        done = subprocess.run(["cpack", "--config", "CPackConfig.cmake", "-B", folder], cwd=BUILD, text=True,
                              capture_output=True, env={**os.environ, "SOURCE_DATE_EPOCH": COMMIT})
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)
        return next(folder.glob("tradewatch_*.deb"))

    def field(self, name):
        return subprocess.run(["dpkg-deb", "-f", self.package, name], check=True, text=True,
                              capture_output=True).stdout.strip()

    def test_holds_the_program_its_service_and_its_pages(self):
        for path in ("usr/bin/tradewatch", "lib/systemd/system/tradewatch.service", "usr/lib/sysusers.d/tradewatch.conf",
                     "usr/lib/tmpfiles.d/tradewatch.conf", "usr/share/man/man1/tradewatch.1.gz",
                     "usr/share/bash-completion/completions/tradewatch", "usr/share/doc/tradewatch/copyright",
                     "usr/share/doc/tradewatch/changelog.gz", "usr/share/doc/tradewatch/examples/pulls.example.toml"):
            self.assertTrue((self.tree / path).is_file(), path)
        for path in self.tree.rglob("*"):
            self.assertFalse(path.stat().st_mode & 0o022 and not path.is_symlink(), f"{path} can be written by others")

    def test_every_settings_file_survives_an_upgrade(self):
        etc = sorted("/" + str(path.relative_to(self.tree)) for path in (self.tree / "etc").rglob("*") if path.is_file())
        self.assertEqual((self.tree / "DEBIAN/conffiles").read_text().split(), etc)

    def test_needs_the_libraries_that_the_program_is_linked_with(self):
        depends = self.field("Depends")
        for library in ("libc6", "libsqlite3-0", "libpq5", "libcurl4", "systemd", "tzdata"):
            self.assertRegex(depends, rf"\b{library}\b")

    def test_the_settings_that_come_with_it_have_no_fault(self):
        config = self.folder / "etc"
        shutil.copytree(self.tree / "etc/tradewatch", config)
        settings = config / "tradewatch.toml"
        settings.write_text(settings.read_text().replace("/var/lib/tradewatch", str(self.folder / "var")))
        (self.folder / "var/inbox").mkdir(parents=True)
        done = subprocess.run([self.tree / "usr/bin/tradewatch", "check", "--config", settings], text=True,
                              capture_output=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_names_no_folder_of_the_machine_that_built_it(self):
        self.assertNotIn(str(SOURCE).encode(), (self.tree / "usr/bin/tradewatch").read_bytes())

    def test_is_packed_to_the_same_bytes_again(self):
        self.assertEqual(self.packed("second").read_bytes(), self.package.read_bytes())


if __name__ == "__main__":
    unittest.main(verbosity=2)
