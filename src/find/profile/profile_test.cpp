#include "find/profile/profile.h"

#include "testing/temporary_folder.h"
#include "testing/text_file.h"

#include <gtest/gtest.h>

namespace petze {
namespace {

// The example of the contract, word for word.
constexpr auto contract_example = R"([device]
name = "Redmi Note, stock ROM"
addresses = ["198.51.100.10", "64:09:80:00:00:01"]   # the phone's IP and MAC addresses in the captures; absent: guessed, and said so

[identifiers]            # lists, always
imei = ["867602029141772"]
imsi = []
iccid = []
serial = []
android_id = []
advertising_id = []
mac = []
phone_number = ["+85295088995"]
email = []
account = []
ssid = []
bssid = []

[location]
home = { lat = 22.340257, lon = 114.047284, radius_m = 500 }

[data]
contacts = ["contacts.vcf"]      # vCard 2.1, 3.0, 4.0
messages = ["messages.xml"]      # "SMS Backup & Restore" XML, SMS and MMS
photos = ["photos"]              # folders or files: JPEG, PNG, HEIC, WebP
calendar = ["calendar.ics"]
apps = ["packages.txt"]          # one package name a line, as `pm list packages` prints them

[consent]                        # what the owner switched on
backups = ["photos", "contacts"]
services = ["xiaomi.com"]

[[activity]]                     # when somebody used the phone; all else is background
from = 2014-07-21T08:00:00Z
to = 2014-07-21T08:10:00Z
what = "took two photos"
)";

/// A folder with a profile and what it names.
class ProfileFolder {
public:
    ProfileFolder()
    {
        write("contacts.vcf",
              "BEGIN:VCARD\nVERSION:3.0\nFN:Anna Huber\nTEL:+493023125001\nEND:VCARD\n");
        write("messages.xml", "<smses><sms address='+493023125001' body='Bin gleich da'/></smses>");
        write("photos/IMG_1.jpg", "\xff\xd8\xff\xe0 one");
        write("photos/2014/IMG_2.png", "\x89PNG\r\n\x1a\n two");
        write("calendar.ics",
              "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Zahnarzt\nEND:VEVENT\nEND:VCALENDAR\n");
        write("packages.txt", "package:com.example.one\npackage:com.example.two\n");
    }

    void write(std::string const& name, std::string_view text)
    {
        testing::write_text(m_folder.path() / name, text);
    }
    std::string path(std::string const& name) const { return (m_folder.path() / name).string(); }

    Result<Profile> load(std::string_view text)
    {
        write("profile.toml", text);
        return load_profile(path("profile.toml"));
    }

private:
    testing::TemporaryFolder m_folder;
};

TEST(LoadProfile, TakesTheContractsExample)
{
    ProfileFolder folder;
    auto const loaded = folder.load(contract_example);
    ASSERT_TRUE(loaded) << loaded.error().what << ": " << loaded.error().why;
    EXPECT_EQ(loaded->device_name, "Redmi Note, stock ROM");
    EXPECT_EQ(loaded->device_addresses,
              (std::vector<std::string>{"198.51.100.10", "64:09:80:00:00:01"}));
    EXPECT_EQ(loaded->identifiers.size(), 2u); // those that hold something
    EXPECT_EQ(loaded->identifiers.at("imei"), std::vector<std::string>{"867602029141772"});
    EXPECT_EQ(loaded->identifiers.at("phone_number"), std::vector<std::string>{"+85295088995"});
    ASSERT_EQ(loaded->places.size(), 1u);
    EXPECT_EQ(loaded->places[0].name, "home");
    EXPECT_EQ(loaded->places[0].latitude, 22.340257);
    EXPECT_EQ(loaded->places[0].longitude, 114.047284);
    EXPECT_EQ(loaded->places[0].radius_m, 500);
    EXPECT_EQ(loaded->contacts, (std::vector<Contact>{{"Anna Huber", {"+493023125001"}, {}}}));
    EXPECT_EQ(loaded->messages, (std::vector<TextMessage>{{"+493023125001", "Bin gleich da"}}));
    ASSERT_EQ(loaded->photos.size(), 2u);
    EXPECT_EQ(loaded->photos[0].item, "photos/2014/IMG_2.png");
    EXPECT_EQ(loaded->photos[1].item, "photos/IMG_1.jpg");
    EXPECT_EQ(loaded->calendar, (std::vector<CalendarEntry>{{"Zahnarzt", "", ""}}));
    EXPECT_EQ(loaded->apps, (std::vector<std::string>{"com.example.one", "com.example.two"}));
    EXPECT_TRUE(loaded->consent_given);
    EXPECT_EQ(loaded->consent_backups, (std::vector<std::string>{"photos", "contacts"}));
    EXPECT_EQ(loaded->consent_services, std::vector<std::string>{"xiaomi.com"});
    ASSERT_EQ(loaded->activities.size(), 1u);
    // date -u -d 2014-07-21T08:00:00Z +%s
    EXPECT_EQ(loaded->activities[0].from_ns, 1'405'929'600'000'000'000);
    EXPECT_EQ(loaded->activities[0].to_ns, 1'405'930'200'000'000'000);
    EXPECT_EQ(loaded->activities[0].what, "took two photos");
}

TEST(LoadProfile, TakesWhatTheContractAllows)
{
    struct {
        char const* name;
        char const* text;
    } const cases[] = {
        {"nothing", ""},
        {"only comments", "# mine\n"},
        {"empty sections", "[device]\n[identifiers]\n[location]\n[data]\n[consent]\n"},
        {"no activity", "activity = []"},
        {"byte order mark", "\xef\xbb\xbf[device]\nname = \"x\""},
        {"addresses in every notation",
         "[device]\naddresses = [\"2001:db8::1\", \"64-09-80-00-00-01\", \"6409.8000.0001\"]"},
        {"whole numbers for a place", "[location]\nhome = { lat = 22, lon = -114, radius_m = 0 }"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        ProfileFolder folder;
        auto const loaded = folder.load(c.text);
        EXPECT_TRUE(loaded) << loaded.error().what << ": " << loaded.error().why;
    }
}

TEST(LoadProfile, ReadsTimesWithAnOffset)
{
    ProfileFolder folder;
    auto const loaded = folder.load("[[activity]]\nfrom = 2014-07-21T16:00:00+08:00\n"
                                    "to = 2014-07-21T08:00:00.5Z\n[[activity]]\n"
                                    "from = 1970-01-01T00:00:00\nto = 1970-01-01T00:00:01\n");
    ASSERT_TRUE(loaded) << loaded.error().why;
    ASSERT_EQ(loaded->activities.size(), 2u);
    EXPECT_EQ(loaded->activities[0].from_ns, 1'405'929'600'000'000'000);
    EXPECT_EQ(loaded->activities[0].to_ns, 1'405'929'600'500'000'000);
    EXPECT_EQ(loaded->activities[1].from_ns, 0);
}

TEST(LoadProfile, ErrorsNameLineAndKey)
{
    struct {
        char const* name;
        char const* text;
        char const* where; // behind the path of the profile
        char const* why;   // a part of it
    } const cases[] = {
        {"unknown section", "\n[identifier]\n", ":2: identifier", "did you mean identifiers?"},
        {"unknown identifier", "[identifiers]\nimei = []\nandroidid = []\n",
         ":3: identifiers.androidid", "did you mean android_id?"},
        {"in capitals", "[identifiers]\nIMEI = []\n", ":2: identifiers.IMEI", "did you mean imei?"},
        {"unknown key of the device", "[device]\nadresses = []\n", ":2: device.adresses",
         "did you mean addresses?"},
        {"unknown kind of data", "[data]\nphoto = []\n", ":2: data.photo", "did you mean photos?"},
        {"unknown key of a place", "[location]\nhome = { lat = 1, lon = 1, radius = 1 }\n",
         ":2: location.home.radius", "did you mean radius_m?"},
        {"unknown key of the consent", "[consent]\nbackup = []\n", ":2: consent.backup",
         "did you mean backups?"},
        {"unknown key of an activity", "[[activity]]\nwhen = 1\n", ":2: activity.when",
         "did you mean what?"},
        {"no list", "[identifiers]\n\nimei = \"1\"\n", ":3: identifiers.imei", "must be a list"},
        {"number in a list", "[identifiers]\nimei = [\n  1]\n", ":3: identifiers.imei",
         "in quotes"},
        {"no table", "device = 1\n", ":1: device", "[device]"},
        {"name that is no text", "[device]\nname = 1\n", ":2: device.name", "in quotes"},
        {"address of nothing", "[device]\naddresses = [\"198.51.100.1O\"]\n",
         ":2: device.addresses", "198.51.100.1O is neither an IP address nor a MAC address"},
        {"place that is a number", "[location]\nhome = 1\n", ":2: location.home", "lat"},
        {"place without a radius", "[location]\nhome = { lat = 1, lon = 1 }\n",
         ":2: location.home.radius_m", "is missing"},
        {"place in words", "[location]\nhome = { lat = \"1\", lon = 1, radius_m = 1 }\n",
         ":2: location.home.lat", "must be a number"},
        {"place beyond the pole", "[location]\nhome = { lat = 91, lon = 1, radius_m = 1 }\n",
         ":2: location.home", "no place on Earth"},
        {"place nowhere", "[location]\nhome = { lat = nan, lon = 1, radius_m = 1 }\n",
         ":2: location.home", "no place on Earth"},
        {"radius below nothing", "[location]\nhome = { lat = 1, lon = 1, radius_m = -1 }\n",
         ":2: location.home.radius_m", "below 0"},
        {"activity as one table", "[activity]\nwhat = \"x\"\n", ":1: activity", "[[activity]]"},
        {"activity without a beginning", "\n[[activity]]\nwhat = \"x\"\n", ":2: activity.from",
         "is missing"},
        {"time as text", "[[activity]]\nfrom = \"2014-07-21T08:00:00Z\"\n", ":2: activity.from",
         "must be a date and time"},
        {"time that no capture can have", "[[activity]]\nfrom = 9999-07-21T08:00:00Z\n",
         ":2: activity.from", "1678 to 2261"},
        {"end before the beginning",
         "[[activity]]\nfrom = 2014-07-21T08:00:00Z\nto = 2014-07-21T07:00:00Z\n",
         ":1: activity.to", "is before"},
        {"no TOML", "[device]\nname = \n", ":2", "is no valid TOML"},
        {"file that is not there", "[data]\n\ncontacts = [\"none.vcf\"]\n", ":3: data.contacts",
         "none.vcf: no such file or folder; paths are relative to the profile"},
        {"file of another kind", "[data]\ncontacts = [\"messages.xml\"]\n", ":2: data.contacts",
         "messages.xml: holds no vCard"},
        {"folder where a file is wanted", "[data]\nmessages = [\"photos\"]\n", ":2: data.messages",
         "photos: is a folder"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        ProfileFolder folder;
        auto const loaded = folder.load(c.text);
        ASSERT_FALSE(loaded);
        EXPECT_EQ(loaded.error().what, folder.path("profile.toml") + c.where);
        EXPECT_NE(loaded.error().why.find(c.why), std::string::npos) << loaded.error().why;
    }
}

TEST(LoadProfile, ProfileThatIsNotThere)
{
    ProfileFolder folder;
    auto const loaded = load_profile(folder.path("none.toml"));
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error(),
              (Error{folder.path("none.toml"), "no such file; check the spelling of the path"}));
}

TEST(LoadProfile, PathsAreRelativeToIt)
{
    ProfileFolder folder;
    folder.write("deeper/profile.toml", "[data]\napps = [\"../packages.txt\"]\nphotos = [\""
                                            + folder.path("photos/IMG_1.jpg") + "\"]\n");
    auto const loaded = load_profile(folder.path("deeper/profile.toml"));
    ASSERT_TRUE(loaded) << loaded.error().what << ": " << loaded.error().why;
    EXPECT_EQ(loaded->apps.size(), 2u);
    ASSERT_EQ(loaded->photos.size(), 1u);
    EXPECT_EQ(loaded->photos[0].item, "photos/IMG_1.jpg");
}

// The numbers of items go on through the files (contract: item).
TEST(LoadProfile, FilesInTheirOrder)
{
    ProfileFolder folder;
    folder.write("b.vcf", "BEGIN:VCARD\nFN:Ben\nEND:VCARD\n");
    auto const loaded = folder.load("[data]\ncontacts = [\"contacts.vcf\", \"b.vcf\"]\n");
    ASSERT_TRUE(loaded) << loaded.error().why;
    ASSERT_EQ(loaded->contacts.size(), 2u);
    EXPECT_EQ(loaded->contacts[0].name, "Anna Huber");
    EXPECT_EQ(loaded->contacts[1].name, "Ben");
}

TEST(NearestKey, IsTheOneWithTheFewestChanges)
{
    std::vector<std::string_view> const known{"imei", "imsi", "android_id", "email"};
    struct {
        char const* name;
        char const* written;
        char const* nearest;
    } const cases[] = {
        {"the same", "email", "email"},
        {"a letter too many", "emails", "email"},
        {"a letter missing", "imi", "imei"},
        {"another letter", "imsl", "imsi"},
        {"another sign", "android-id", "android_id"},
        {"nothing", "", "imei"},
    };
    for (auto const& c : cases) {
        SCOPED_TRACE(c.name);
        EXPECT_EQ(nearest_key(c.written, known), c.nearest);
    }
}

} // namespace
} // namespace petze
