#include "dissect/sqlite/sqlite.h"

#include "dissect/coding/coding.h"
#include "testing/hex.h"
#include "testing/tree.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace petze {
namespace {

// gzip.compress(…, 9, mtime=0) of what Python's sqlite3 made of
//   pragma page_size=512; pragma encoding='UTF-8'; pragma secure_delete=0;
//   create table contacts (_id integer primary key, "display name" text, photo blob, lat real, seen
//   integer, unique(seen)); create table kv (k text primary key, v text) without rowid; insert into
//   contacts values (1,'Anna Invented',x'00ff',22.5,-7), (123456,'Bert Invented',null,null,70000),
//     (3,'long ' 300 times,null,0.5,300), (4,'Deleted Invented',null,null,1);
//   delete from contacts where _id=4;
//   insert into kv values ('imei','001013000000015');
constexpr char const* utf8_database =
    "1f8b0800000000000203ed57316fd34018fd3e9f1b13a44a44888625e8531712612056052b494b064417a07b"
    "74898ff664fb2e752e6eb33553077e00fd41a8fc8d0ab1d0ad1b88012ea62eea52c45289e027df3bfb597a9f"
    "f53debce7ef36a531a416f759a70436be00022748800c0b5c383df70ceb502087f860b8f86b88c5f81c167c0"
    "003fdae9daf19279f55a0d6768f82016511665eec6eb5e77ab475bddf5cd1e451935233262dfd02895094fa7"
    "1489a94f59aeb5684f9a1d3d3194ea3d19ce6ea3576f347036cddd865a193e34e362762e39172a35fb3224a9"
    "8cd816e9e522aba11c8f623e25c513b19a57f469b4a38da641ac073ec5369754f0d8a7b110aa30f169a2e4ee"
    "4434e762abf5d8a9d4371a085285627fbc1bdb4cfb7c62747edd2f1ea31f1467ccb6e5c6bc37cb76303c023c"
    "c1233cc6632871ddb8fb10a0fa5cc4c288905ea84cd884c37709f3e07d0f3c27d66a9bae20ebb0b472f8a153"
    "81fb36ca75919a0b13ac8deea1d56f79d8558a5fe8f0a3f3f420affded669eff29e0773cc5333c2be3584c2c"
    "b915e620faacca18b3ef057eeab80cab79fe885fc01e2516192becce039908d96e07ed60adfd0bc1137ba772"
    "f5fa52d222d3fc1bafecc3ff4bf3a5a1ecc3bf4fcf4ece7fcafcbfdb167e0285ea400b000e0000";
// The same with encoding='UTF-16le'.
constexpr char const* utf16_database =
    "1f8b0800000000000203ed59cf6f124114fede0eb00585e8a19ed42cf5608960248d5e85aa07927af047e291"
    "2060dd0005f951e56063f5e09fe0b1472fc6bfc2ffa089496fc6636fbd189b1ef49b591a08c45f893515e6db"
    "9d37df7bf3767632f386b7bbdcbbb3e277abdea366bb51ea7a4b7020829ce70108b124308433b08deabf4208"
    "97cb12261139d07a24a80ef1f2bcb8c94c465e55bb28e121eaa8a28c26d6a0f532656742776ee02e6e218ffb"
    "941e651ecb58317cdcd5c3228af05121f34d4b15ab2c6dea2d4a1f0dfab6d1a75ea3bd8f34d902fd7d5edde2"
    "704aa66d8d7583ed0be4ba8f679469d3c763deb1cbe299c13729b55d5fd765dda66f899ab675c8abec697c24"
    "baad478b8f27acab1cf1a1678ac7032792ec67c45c533177eed0af4e5df75064ef3d73ff617b7162168ac84e"
    "d85430ff61b3368e7cd14a420e0262713c71e1f5875c84e10eb56c4247875881cbba6ec24507440572ba7549"
    "e874ca953c8d3a72279d34e23a044e4a8c52c92eb8f6bbb2277b7696a713e1504439226915554a3148e4732e"
    "a424ba1f33bfcd1fc1d3626a9052e70abe49593eaef0c89ab264f8f0c8e22ae2b205c106b0215bf2f51fe466"
    "d8fcff07f99f281d55fe9f3369c0e4ff3390b71416036c26949b9c9f97cdde302e6b4ca1ba847e1c7fba59c7"
    "5c6d244e7e1669eb237e29f2a7665d754cf506f1d334b6ca913e07ced58d71d504ae65b3c588a89d87d96544"
    "cccec3ec32e2849d87d9651a761e668d5dff143ce74a3a6edeffb721dbf2ce3ef71f7b5cfc3bdfffbee5aebd"
    "30fded9bf5c759e8731c6f0acac5fbe7701dbb67a691116eb0ff77203b1416ff05166ff3a5ed2677b2fe2c11"
    "ece8c93dfe9b7f167c075188e0dd001c0000";

std::vector<std::uint8_t> unpacked(char const* digits)
{
    std::vector<std::uint8_t> room(1u << 20);
    room.resize(make_decoder(Coding::gzip)->decode(from_hex(digits), room).made);
    return room;
}

bool has(testing::TreeRecorder const& recorder, std::string const& line)
{
    return std::count(recorder.lines.begin(), recorder.lines.end(), line) == 1;
}

TEST(Sqlite, RowsAreToldByTableAndColumn)
{
    std::string long_text;
    for (int i = 0; i < 300; ++i)
        long_text += "long ";
    for (auto const* digits : {utf8_database, utf16_database}) {
        auto const file = unpacked(digits);
        testing::TreeRecorder recorder;
        EXPECT_EQ(read_sqlite(file, &recorder), file.size());
        for (auto const& line : {
                 std::string{"$.contacts['display name'] = Anna Invented"},
                 std::string{"$.contacts.photo = \0\xff", 21},
                 std::string{"$.contacts.lat = 22.5"},
                 std::string{"$.contacts.seen = -7"},
                 std::string{"$.contacts['display name'] = Bert Invented"},
                 std::string{"$.contacts.seen = 70000"},
                 std::string{"$.contacts = 123456"},
                 "$.contacts['display name'] = " + long_text, // over several pages
                 std::string{"$.contacts.lat = 0.5"},
                 std::string{"$.kv.k = imei"},
                 std::string{"$.kv.v = 001013000000015"},
                 std::string{"$ = contacts"},
                 std::string{"$.contacts = display name"},
             })
            EXPECT_TRUE(has(recorder, line)) << line;
    }
}

TEST(Sqlite, DeletedRowsAreToldAsBytes)
{
    auto const file = unpacked(utf8_database);
    testing::TreeRecorder recorder;
    read_sqlite(file, &recorder);
    EXPECT_TRUE(std::any_of(recorder.lines.begin(), recorder.lines.end(), [](auto const& line) {
        return line.starts_with("$ = ") && line.find("Deleted Invented") != std::string::npos;
    }));
}

TEST(Sqlite, SurvivesEveryPrefixAndEveryDamagedByte)
{
    auto file = unpacked(utf8_database);
    for (std::size_t length = 0; length < file.size(); length += 61)
        testing::check_tree_reader(read_sqlite, Bytes{file}.first(length));
    for (std::size_t at = 16; at < file.size(); at += 29) {
        auto const was = file[at];
        file[at] = static_cast<std::uint8_t>(was ^ 0xff);
        testing::check_tree_reader(read_sqlite, file);
        file[at] = was;
    }
    EXPECT_EQ(read_sqlite(as_bytes("SQLite format 3"), nullptr), 0u);
}

} // namespace
} // namespace petze
