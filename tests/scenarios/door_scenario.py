"""The service on an address that other machines can reach: TLS, tokens, and nothing without them."""
import base64, json, os, re, socket, ssl, subprocess, unittest, urllib.error, urllib.request

from product import PATIENCE, PROGRAM, Scenario, sbp, within


def bearer(token):
    return {"Authorization": "Bearer " + token}


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

    def operations(self):
        """Every method and address of the API's document, its places filled."""
        places = {"target": "t1", "form": "csv", "week": "2026-W48", "alert": "t1.off_track", "silence": "none"}
        for pattern, path in self.api_document().whole["paths"].items():
            for method in path:
                yield method.upper(), pattern.format(**places)

    def raw(self, request):
        """The status of the answer, or None where the connection is ended without one, and its text."""
        port = int(self.address.split(":")[2].strip("/"))
        with socket.create_connection(("localhost", port), timeout=30 * PATIENCE) as plain:
            with self.trust.wrap_socket(plain, server_hostname="localhost") as wire:
                answer = b""
                try:
                    wire.sendall(request if isinstance(request, bytes) else request.encode())
                    while part := wire.recv(65536):
                        answer += part
                        if b"Connection: close" not in answer and b"\r\n\r\n" in answer:
                            break
                except (ConnectionError, ssl.SSLError):
                    pass
        text = answer.decode("latin-1")
        return (int(text.split(" ")[1]) if text.startswith("HTTP/1.1 ") else None), text

    def start_behind_tls(self):
        with open(self.folder / "out.txt", "w") as out, open(self.folder / "log.txt", "a") as log:
            self.daemon = subprocess.Popen([PROGRAM, "serve", "--config", str(self.config)], stdout=out, stderr=log)
        self.addCleanup(self.stop)
        said = within(30, "it announces its address", lambda: re.search(
            r"https://0\.0\.0\.0:(\d+)/", (self.folder / "out.txt").read_text()))
        self.address = f"https://localhost:{said.group(1)}/"
        self.trust = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        self.document_credentials = bearer(self.reader)

    def test_every_address_asks_for_a_token_and_takes_one_that_reads_for_reading_alone(self):
        self.start_behind_tls()
        for method, path in self.operations():
            status, headers, _ = self.ask(method, path)
            if path in ("/healthz", "/readyz", "/api/v1/health"):
                self.assertIn(status, (200, 503), path)
                continue
            self.assertEqual((method, path, status), (method, path, 401))
            self.assertIn("Basic", headers["WWW-Authenticate"])
            if path == "/api/v1/events":
                continue  # an answer without an end
            status, _, answer = self.ask(method, path, **bearer(self.reader))
            if method == "GET":
                self.assertNotIn(status, (401, 403), path)
            else:
                self.assertEqual((method, path, status), (method, path, 403))
                self.assertIn("may read only", answer)
        self.assertEqual(self.ask("GET", "/no/such/page")[0], 401)
        self.assertEqual(self.ask("GET", "/no/such/page", **bearer(self.reader))[0], 404)
        for secret in (self.reader, self.writer):
            self.assertNotIn(secret, self.log())

    def test_a_token_that_writes_may_post_and_tells_browsers_to_stay_with_tls(self):
        self.start_behind_tls()
        release = sbp("2026-03", 1, 1, "2026-04-20")
        status, headers, body = self.ask("POST", "/api/v1/figures", release, **bearer(self.writer))
        self.assertEqual((status, json.loads(body)["stored"]), (201, 2))
        self.assertIn("max-age", headers["Strict-Transport-Security"])

    def test_a_page_of_another_origin_changes_nothing_whatever_its_browser_sends_along(self):
        self.start_behind_tls()
        password = "Basic " + base64.b64encode(b"desk:" + self.writer.encode()).decode()
        for method, path in self.operations():
            if path == "/api/v1/events":
                continue
            for told in ({"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
                status, headers, answer = self.ask(method, path, Authorization=password, **told)
                self.assertNotIn("Access-Control-Allow-Origin", headers)
                self.assertEqual(headers["Cross-Origin-Resource-Policy"], "same-origin")
                if method != "GET":
                    self.assertEqual((method, path, status), (method, path, 403), answer)
        self.assertEqual(self.json("figures"), [])

    def test_what_is_too_long_is_refused_at_every_address(self):
        self.start_behind_tls()
        for method, path in self.operations():
            status = self.raw(f"{method} {path}?q={'x' * 9000} HTTP/1.1\r\nHost: localhost\r\n\r\n")[0]
            self.assertEqual((path, status), (path, 431))
            status = self.raw(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {'x' * 9000}\r\n\r\n")[0]
            self.assertEqual((path, status), (path, 431))
            large = 65 << 20 if path == "/api/v1/figures" and method == "POST" else 2 << 20
            status = self.raw(f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {large}\r\n\r\n")[0]
            self.assertEqual((path, status), (path, 413))
        self.assertEqual(self.ask("GET", "/healthz")[0], 200)

    def test_what_is_malformed_is_refused_and_told_nothing_about_the_inside(self):
        self.start_behind_tls()
        host = "Host: localhost\r\n"
        refused = [b"\x16\x03\x01nonsense\r\n\r\n", f"GET / HTTP/9.9\r\n{host}\r\n", "GET /\r\n\r\n",
                   f"GET /%zz HTTP/1.1\r\n{host}\r\n", f"GET /targets/a%2fb HTTP/1.1\r\n{host}\r\n",
                   f"GET /a%00b HTTP/1.1\r\n{host}\r\n", f"GET http://evil.example/ HTTP/1.1\r\n{host}\r\n",
                   f"GET /../../etc/passwd HTTP/1.1\r\n{host}Authorization: Bearer x\r\n\r\n",
                   f"GET / HTTP/1.1\r\n{host}no colon here\r\n\r\n",
                   f"POST /api/v1/figures HTTP/1.1\r\n{host}Content-Length: -1\r\n\r\n",
                   f"POST /api/v1/figures HTTP/1.1\r\n{host}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nabc",
                   f"POST /api/v1/figures HTTP/1.1\r\n{host}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"]
        for request in refused:
            status, answer = self.raw(request)
            self.assertTrue(status is None or 400 <= status < 500, (request, status, answer))
            for inside in (str(self.folder), "/work", "sqlite", "boost", "terminate", "0x", ".cpp"):
                self.assertNotIn(inside, answer)
        self.assertEqual(self.ask("GET", "/healthz")[0], 200)
        self.assertIsNone(self.daemon.poll())

    def test_wrong_tokens_make_an_address_wait_and_right_ones_go_on(self):
        self.start_behind_tls()
        seen = [self.ask("GET", "/api/v1/targets", **bearer("wrong" * 9))[0] for _ in range(12)]
        self.assertEqual(seen, [401] * 10 + [429] * 2)
        self.assertEqual(self.ask("GET", "/api/v1/targets", **bearer(self.reader))[0], 200)

    def test_protected_answers_are_kept_by_no_cache_and_set_no_cookie(self):
        self.start_behind_tls()
        for method, path in self.operations():
            if method != "GET" or path == "/api/v1/events":
                continue
            for credentials in ({}, bearer(self.reader)):
                _, headers, _ = self.ask(method, path, **credentials)
                self.assertEqual(headers["Cache-Control"], "private, no-cache", path)
                self.assertIsNone(headers["Set-Cookie"])
                self.assertIsNone(headers["Server"])
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("frame-ancestors 'none'", headers["Content-Security-Policy"])
                if headers["Content-Type"].startswith("text/"):
                    self.assertIn("charset=utf-8", headers["Content-Type"], path)

    def test_status_asks_a_daemon_behind_tls_and_believes_its_own_certificate_alone(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.config.write_text(self.config.read_text().replace("0.0.0.0:0", f"0.0.0.0:{port}"))
        self.start_behind_tls()
        within(30, "it is ready", lambda: self.ask("GET", "/readyz")[0] == 200)
        self.assertNotIn("not ready", self.command("status").stderr.decode())
        os.rename(self.inbox, self.folder / "moved")
        within(30, "it notices", lambda: self.ask("GET", "/readyz")[0] == 503)
        self.assertIn("the daemon is not ready: ", self.command("status").stderr.decode())
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-keyout", str(self.folder / "other.pem"), "-out",
                        str(self.folder / "cert.pem")], check=True, capture_output=True)
        self.assertNotIn("not ready", self.command("status").stderr.decode(), "another's word counts for nothing")

    def test_old_protocols_and_plain_http_get_nothing(self):
        self.start_behind_tls()
        port = self.address.split(":")[2].strip("/")
        with self.assertRaises((urllib.error.URLError, ConnectionError)):
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=10 * PATIENCE)
        old = subprocess.run(["openssl", "s_client", "-connect", f"localhost:{port}", "-tls1_1"], input=b"",
                             capture_output=True)
        self.assertNotEqual(old.returncode, 0)
        self.assertEqual(self.ask("GET", "/healthz")[0], 200)

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
