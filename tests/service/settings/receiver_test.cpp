// [[receiver]]: what each type needs, and no secret in the settings.

#include <gmock/gmock.h>
#include <stdlib.h>

#include "service/settings/address.h"
#include "tests/service/settings/settings_folder.h"

namespace tradewatch::settings {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::vector<std::string> faults(const std::string& keys) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", "[[receiver]]\nname = \"r\"\n" + keys);
  return folder.lines();
}

TEST(ReceiverSettings, ReportsAreForThoseThatCanCarryThem) {
  EXPECT_THAT(faults("type = \"log\"\nreports = true\n"), Contains(HasSubstr("reports")));
  EXPECT_THAT(faults("type = \"alertmanager\"\nurl = \"http://10.0.0.7:9093\"\nreports = true\n"),
              Contains(HasSubstr("reports")));
  EXPECT_THAT(faults("type = \"file\"\npath = \"x\"\nreports = \"yes\"\n"), Contains(HasSubstr("true or false")));
}

TEST(ReceiverSettings, ReadAllOfThem) {
  const SettingsFolder folder;
  folder.write("tradewatch.toml", R"([[receiver]]
name = "hook"
type = "webhook"
url = "https://hooks.example.org/x"
key_file = "new.key"
old_key_file = "/etc/old.key"
timeout = "10 seconds"
ca_file = "ca.pem"
[[receiver]]
name = "chat"
type = "webhook"
url_file = "chat.url"
[[receiver]]
name = "wall"
type = "alertmanager"
url = "http://10.0.0.7:9093"
resend_every = "30 seconds"
instance = "desk"
[[receiver]]
name = "mail"
type = "email"
url = "smtp://mail.example.org:587"
from = "tradewatch@example.org"
to = ["desk@example.org", "head.of+trade@ministry.example"]
user = "tradewatch"
password_file = "mail.password"
tls = "required"
language = "ur"
reports = true
)");
  const Settings settings = folder.good();
  ASSERT_EQ(settings.receivers.size(), 4U);
  EXPECT_FALSE(settings.receivers[0].reports) << "alerts alone, unless it says so";
  EXPECT_TRUE(settings.receivers[3].reports);
  EXPECT_EQ(settings.receivers[0].key_file, folder.path() / "new.key");
  EXPECT_EQ(settings.receivers[0].old_key_file, "/etc/old.key");
  EXPECT_EQ(settings.receivers[0].timeout_s, 10);
  EXPECT_EQ(settings.receivers[0].ca_file, folder.path() / "ca.pem");
  EXPECT_EQ(settings.receivers[1].url_file, folder.path() / "chat.url");
  EXPECT_EQ(settings.receivers[2].resend_every_s, 30);
  EXPECT_EQ(settings.receivers[2].instance, "desk");
  EXPECT_THAT(settings.receivers[3].to, ElementsAre("desk@example.org", "head.of+trade@ministry.example"));
  EXPECT_EQ(settings.receivers[3].tls, MailTls::required);
  EXPECT_EQ(settings.receivers[3].password_file, folder.path() / "mail.password");
}

TEST(ReceiverSettings, SayWhatATypeNeeds) {
  EXPECT_THAT(faults("type = \"webhook\"\n"), ElementsAre(HasSubstr("url: found nothing, expected the address")));
  EXPECT_THAT(faults("type = \"alertmanager\"\n"), ElementsAre(HasSubstr("url: found nothing")));
  EXPECT_THAT(
      faults("type = \"email\"\n"),
      ElementsAre(HasSubstr("from: found nothing"), HasSubstr("to: found nothing"), HasSubstr("url: found nothing")));
  EXPECT_THAT(faults("type = \"webhok\"\nurl = \"x\"\n"), ElementsAre(HasSubstr("did you mean `webhook`?")));
  EXPECT_THAT(faults("type = \"log\"\nurl = \"x\"\n"), ElementsAre(HasSubstr("receiver[0].url: found an unknown key")));
  EXPECT_THAT(faults("type = \"webhook\"\nurl = \"https://x.example/\"\nurl_file = \"y\"\n"),
              ElementsAre(HasSubstr("one address: url or url_file")));
  EXPECT_THAT(faults("type = \"webhook\"\nurl = \"https://x.example/\"\nold_key_file = \"y\"\n"),
              ElementsAre(HasSubstr("key_file: found nothing, expected the new key")));
  EXPECT_THAT(faults("type = \"webhook\"\nurl = \"https://x.example/\"\ntimeout = \"10 minutes\"\n"),
              ElementsAre(HasSubstr("at most 120 seconds")));
}

TEST(ReceiverSettings, CallNobodyFarAwayWithoutEncryption) {
  const auto of = [](const std::string& url, const std::string& more = "") {
    return faults("type = \"webhook\"\nurl = \"" + url + "\"\n" + more);
  };
  EXPECT_THAT(of("http://127.0.0.1:8080/x"), IsEmpty());
  EXPECT_THAT(of("http://192.168.1.4/x"), IsEmpty());
  EXPECT_THAT(of("http://[fd00::7]:80/x"), IsEmpty());
  EXPECT_THAT(of("http://hooks.example.org/x"), ElementsAre(HasSubstr("expected https")));
  EXPECT_THAT(of("http://hooks.intern/x", "allow_private = true\n"), IsEmpty());
  EXPECT_THAT(of("ftp://hooks.example.org/x"), ElementsAre(HasSubstr("an address such as")));
}

TEST(ReceiverSettings, HoldAndShowNoSecret) {
  for (const std::string keys :
       {"type = \"webhook\"\nurl = \"https://x.example/\"\nkey = \"hunter22\"\n",
        "type = \"webhook\"\nurl = \"https://user:hunter22@x.example/\"\n",
        "type = \"webhook\"\nurl = \"https://x.example/?token=hunter22\"\n",
        "type = \"webhook\"\nurl = \"https://x.example/\"\nkey_file = \"whsec_hunter22\"\n",
        "type = \"email\"\nurl = \"smtp://m.example\"\nfrom = \"a@b.example\"\nto = [\"c@d.example\"]\npassword = "
        "\"hunter22\"\n"}) {
    EXPECT_THAT(faults(keys), Not(IsEmpty())) << keys;
    EXPECT_THAT(faults(keys), Each(Not(HasSubstr("hunter22")))) << keys;
  }
}

TEST(ReceiverSettings, TakeMailAddressesThatCannotEndAHeader) {
  const auto of = [](const std::string& to, const std::string& more = "") {
    return faults("type = \"email\"\nurl = \"smtp://m.example\"\nfrom = \"a@b.example\"\nto = [" + to + "]\n" + more);
  };
  EXPECT_THAT(of("\"desk@ministry.example\""), IsEmpty());
  for (const char* bad : {"\"desk\"", "\"a@b\\r\\nBcc: c@d.example\"", "\"Desk <a@b.example>\"", "\"a b@c.example\"",
                          "\"a@@b.example\"", "\"@b.example\"", "\"a@b..example\"", "\"a@\""}) {
    EXPECT_THAT(of(bad), ElementsAre(HasSubstr("expected a mail address"))) << bad;
  }
  EXPECT_THAT(of("\"a@b.example\"", "user = \"x\"\n"), ElementsAre(HasSubstr("both user and password_file")));
  EXPECT_THAT(of("\"a@b.example\"", "user = \"x\"\npassword_file = \"p\"\ntls = \"never\"\n"),
              ElementsAre(HasSubstr("in the clear")));
  EXPECT_THAT(of("\"a@b.example\"", "tls = \"maybe\"\n"),
              ElementsAre(HasSubstr("\"required\", \"if offered\" or \"never\"")));
}

TEST(ReceiverSettings, FindABareNameAmongTheCredentialsOfTheUnit) {
  const SettingsFolder folder;
  folder.write("credentials/hook.key", "x");
  folder.write("tradewatch.toml",
               "[[receiver]]\nname = \"r\"\ntype = \"webhook\"\nurl = \"https://x.example/\"\n"
               "key_file = \"hook.key\"\nold_key_file = \"other.key\"\n");
  setenv("CREDENTIALS_DIRECTORY", (folder.path() / "credentials").c_str(), 1);
  const Settings settings = folder.good();
  unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(settings.receivers[0].key_file, folder.path() / "credentials" / "hook.key");
  EXPECT_EQ(settings.receivers[0].old_key_file, folder.path() / "other.key") << "not among them: beside the settings";
}

TEST(PrivateNumbers, AreThoseThatNoPublicNameShouldLeadTo) {
  for (const char* number : {"127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254",
                             "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fd00::1", "fe80::1",
                             "::ffff:10.0.0.1", "64:ff9b::a00:1"}) {
    EXPECT_TRUE(is_private_number(number)) << number;
  }
  for (const char* number : {"8.8.8.8", "172.32.0.1", "172.15.0.1", "192.169.0.1", "100.128.0.1",
                             "2001:4860:4860::8888", "::ffff:8.8.8.8", "localhost", ""}) {
    EXPECT_FALSE(is_private_number(number)) << number;
  }
}

}  // namespace
}  // namespace tradewatch::settings
