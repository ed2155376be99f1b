"""The service on an address that other machines can reach: TLS, tokens, and nothing without them."""
import json, os, re, ssl, subprocess, unittest, urllib.error, urllib.request

from product import PATIENCE, PROGRAM, Scenario, sbp, within


class Door(Scenario):
    def setUp(self):
        super().setUp()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout",
                        str(self.folder / "key.pem"), "-out", str(self.folder / "cert.pem")], check=True,
                       capture_output=True)
        self.reader, reads = self.new_token("desk")
        self.writer, writes = self.new_token("importer", "--write")
        (self.folder / "tokens").write_text(f"# who may ask\n{reads}\n{writes}\n")
        text = self.config.read_text().replace('listen = "127.0.0.1:0"', 'listen = "0.0.0.0:0"')
        self.config.write_text(text + '\n[web]\ntokens_file = "tokens"\ncertificate_file = "cert.pem"\n'
                                      'key_file = "key.pem"\n')

    def new_token(self, *arguments):
        return self.run_program("token", *arguments).stdout.decode().split("\n")[:2]

    def start_behind_tls(self):
        with open(self.folder / "out.txt", "w") as out, open(self.folder / "log.txt", "a") as log:
            self.daemon = subprocess.Popen([PROGRAM, "serve", "--config", str(self.config)], stdout=out, stderr=log)
        self.addCleanup(self.stop)
        said = within(30, "it announces its address", lambda: re.search(
            r"https://0\.0\.0\.0:(\d+)/", (self.folder / "out.txt").read_text()))
        self.address = f"https://localhost:{said.group(1)}/"

    def ask(self, path, token=None, method="GET", body=None, **headers):
        request = urllib.request.Request(self.address + path.lstrip("/"), method=method,
                                         data=None if body is None else body.encode())
        if token:
            request.add_header("Authorization", "Bearer " + token)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        try:
            with urllib.request.urlopen(request, timeout=30 * PATIENCE, context=trust) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()

    def test_nothing_is_shown_or_taken_without_a_token(self):
        self.start_behind_tls()
        for path in ("/", "/targets/t1", "/metrics", "/api/v1/targets", "/api/v1/figures", "/api/v1/alerts",
                     "/api/v1/silences", "/api/v1/events", "/api/v1/targets/t1/history", "/no/such/page"):
            status, headers, _ = self.ask(path)
            self.assertEqual((path, status), (path, 401))
            self.assertIn("Basic", headers["WWW-Authenticate"])
            if path != "/api/v1/events":
                self.assertNotEqual(self.ask(path, self.reader)[0], 401, path)
        self.assertEqual(self.ask("/healthz")[0], 200)
        release = sbp("2026-03", 1, 1, "2026-04-20")
        self.assertEqual(self.ask("/api/v1/figures", None, "POST", release)[0], 401)
        self.assertEqual(self.ask("/api/v1/figures", self.reader, "POST", release)[0], 403)
        status, headers, body = self.ask("/api/v1/figures", self.writer, "POST", release)
        self.assertEqual((status, json.loads(body)["stored"]), (201, 2))
        self.assertIn("max-age", headers["Strict-Transport-Security"])
        for secret in (self.reader, self.writer):
            self.assertNotIn(secret, self.log())

    def test_old_protocols_and_plain_http_get_nothing(self):
        self.start_behind_tls()
        port = self.address.split(":")[2].strip("/")
        with self.assertRaises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=10 * PATIENCE)
        old = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{port}", "-tls1_1"], input=b"",
                             capture_output=True)
        self.assertNotEqual(old.returncode, 0)
        self.assertEqual(self.ask("/healthz")[0], 200)

    def test_a_door_that_cannot_close_does_not_open(self):
        whole = self.config.read_text()
        self.config.write_text(whole.replace('tokens_file = "tokens"\n', ""))
        refused = self.command("check", code=2).stderr.decode()
        self.assertIn("service.listen", refused)
        self.config.write_text(whole)
        (self.folder / "tokens").write_text("desk read\n")
        self.assertIn("tokens:1: found 2 words", self.command("check", code=2).stderr.decode())
        (self.folder / "tokens").write_text(self.run_program("token", "a").stdout.decode().split("\n")[1])
        os.replace(self.folder / "cert.pem", self.folder / "key.pem")
        self.assertIn("certificate", self.run_program("serve", "--config", self.config, code=1).stderr.decode())


if __name__ == "__main__":
    unittest.main()
