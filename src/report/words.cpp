#include "report/words.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace petze {

namespace {

struct Rule {
    std::string_view begin; // of what is to be said
    std::string_view key;   // {x} is what follows
};

constexpr std::array steps{
    Rule{"http:request:body", "step.request_body"},
    Rule{"http:response:body", "step.response_body"},
    Rule{"http:request:header:", "step.request_header"},
    Rule{"http:response:header:", "step.response_header"},
    Rule{"http:request:trailer:", "step.request_header"},
    Rule{"http:response:trailer:", "step.response_header"},
    Rule{"http:request:url:query:", "step.query"},
    Rule{"http:request:url:query", "step.url_query"},
    Rule{"http:request:url:path", "step.url_path"},
    Rule{"http:request:url", "step.url"},
    Rule{"http:url:query:", "step.query"},
    Rule{"http:url:query", "step.url_query"},
    Rule{"http:url:path", "step.url_path"},
    Rule{"http:url", "step.url"},
    Rule{"upload:dns-queries", "step.dns_queries"},
    Rule{"upload:", "step.upload"},
    Rule{"json:", "step.json"},
    Rule{"form:", "step.form"},
    Rule{"multipart:", "step.multipart"},
    Rule{"xml:", "step.xml"},
    Rule{"dns:query:labels", "step.dns_query"},
    Rule{"dns:query", "step.dns_query"},
    Rule{"dns:answer", "step.dns_answer"},
    Rule{"dns:edns", "step.dns_edns"},
    Rule{"tls:sni", "step.tls_sni"},
    Rule{"tls:alpn", "step.tls_alpn"},
    Rule{"tls:certificate", "step.tls_certificate"},
    Rule{"dtls:sni", "step.tls_sni"},
    Rule{"dtls:alpn", "step.tls_alpn"},
    Rule{"dtls:certificate", "step.tls_certificate"},
    Rule{"quic:sni", "step.tls_sni"},
    Rule{"quic:alpn", "step.tls_alpn"},
    Rule{"quic:certificate", "step.tls_certificate"},
    Rule{"dhcp:", "step.dhcp"},
    Rule{"websocket:", "step.websocket_control"},
    Rule{"websocket", "step.websocket"},
    Rule{"mqtt:publish:", "step.mqtt_publish"},
    Rule{"mqtt:property:", "step.mqtt_property"},
    Rule{"mqtt:", "step.mqtt"},
    Rule{"ssdp", "step.ssdp"},
    Rule{"mail:header:", "step.mail_header"},
    Rule{"mail:body", "step.mail_body"},
    Rule{"smtp:", "step.smtp"},
    Rule{"imap:", "step.imap"},
    Rule{"pop3:", "step.pop3"},
    Rule{"ftp:", "step.ftp"},
    Rule{"xmpp", "step.xmpp"},
    Rule{"socks:", "step.socks"},
    Rule{"xiaomi-push:rc4", "step.xiaomi_push_rc4"},
    Rule{"xiaomi-push", "step.xiaomi_push"},
    Rule{"payload-key:", "step.payload_key"},
    Rule{"xiaomi-account", "step.xiaomi_account"},
    Rule{"protobuf:", "step.protobuf"},
    Rule{"stun:", "step.stun"},
    Rule{"tls", "step.tls"},
    Rule{"dtls", "step.dtls"},
    Rule{"quic", "step.quic"},
    Rule{"gzip", "step.gzip"},
    Rule{"deflate", "step.deflate"},
    Rule{"br", "step.br"},
    Rule{"zstd", "step.zstd"},
    Rule{"aws-chunked", "step.aws_chunked"},
    Rule{"base64", "step.base64"},
    Rule{"base64url", "step.base64url"},
    Rule{"md5-16", "step.md5_16"},
    Rule{"md5", "step.md5"},
    Rule{"sha1", "step.sha1"},
    Rule{"sha256", "step.sha256"},
    Rule{"sha512", "step.sha512"},
    Rule{"joined:", "step.joined"},
    Rule{"salted", "step.salted"},
    Rule{"hmac:", "step.hmac"},
    Rule{"utf-16le", "step.utf_16le"},
    Rule{"utf-16be", "step.utf_16be"},
    Rule{"latin-1", "step.latin_1"},
    Rule{"gbk", "step.gbk"},
    Rule{"big5", "step.big5"},
    Rule{"binary", "step.binary"},
    Rule{"bcd", "step.bcd"},
    Rule{"geohash", "step.geohash"},
    Rule{"dms", "step.dms"},
    Rule{"e6", "step.e6"},
    Rule{"e7", "step.e7"},
    Rule{"big-endian", "step.big_endian"},
    Rule{"grpc", "step.grpc"},
    Rule{"sse:", "step.sse_field"},
    Rule{"sse", "step.sse"},
    Rule{"hex", "step.hex"},
    Rule{"percent", "step.percent"},
    Rule{"plist:", "step.plist"},
    Rule{"msgpack:", "step.msgpack"},
    Rule{"cbor:", "step.cbor"},
    Rule{"bson:", "step.bson"},
    Rule{"thrift:", "step.thrift"},
    Rule{"zip:", "step.zip"},
    Rule{"tar:", "step.tar"},
    Rule{"sqlite:", "step.sqlite"},
    Rule{"vcard:", "step.vcard"},
    Rule{"icalendar:", "step.icalendar"},
    Rule{"jwt:header", "step.jwt_header"},
    Rule{"jwt:payload", "step.jwt_payload"},
    Rule{"lz4", "step.lz4"},
    Rule{"snappy", "step.snappy"},
    Rule{"base32", "step.base32"},
    Rule{"json-escapes", "step.json_escapes"},
    Rule{"quoted-printable", "step.quoted_printable"},
    Rule{"encoded-words", "step.encoded_words"},
    Rule{"entities", "step.entities"},
    Rule{"xor:", "step.xor"},
    Rule{"found-key:", "step.found_key"},
    Rule{"raw", "step.raw"},
    Rule{"jpeg:image-data", "step.image_data"},
    Rule{"png:image-data", "step.image_data"},
    Rule{"webp:image-data", "step.image_data"},
    Rule{"exif:gps", "step.exif_gps"},
    Rule{"exif:serial", "step.exif_serial"},
};

/// What was decoded to be looked at: "jpeg".
struct ImageFormat {
    std::string_view step;
    std::string_view name;
};
constexpr std::array image_formats{
    ImageFormat{"jpeg", "JPEG"}, ImageFormat{"png", "PNG"},   ImageFormat{"webp", "WebP"},
    ImageFormat{"heic", "HEIC"}, ImageFormat{"avif", "AVIF"},
};

/// What protocols of lines and short messages have in common: "smtp:command", "mqtt:password".
struct Protocol {
    std::string_view begin;
    std::string_view name;
};
constexpr std::array protocols{
    Protocol{"mqtt:", "MQTT"}, Protocol{"smtp:", "SMTP"}, Protocol{"imap:", "IMAP"},
    Protocol{"pop3:", "POP3"}, Protocol{"ftp:", "FTP"},   Protocol{"socks:", "SOCKS"},
    Protocol{"stun:", "STUN"},
};
constexpr std::array parts{"user",    "password", "pass",   "auth", "command", "reply", "response",
                           "literal", "retr",     "client", "host", "topic",   "will",  "stor"};

std::optional<Words> part_words(std::string_view step)
{
    for (auto const& [begin, name] : protocols)
        if (step.starts_with(begin)
            && std::find(parts.begin(), parts.end(), step.substr(begin.size())) != parts.end())
            return Words{"step.part." + std::string{step.substr(begin.size())}, std::string{name}};
    return {};
}

constexpr std::array single_items{"imei",       "imsi",           "iccid", "serial",
                                  "android_id", "advertising_id", "mac",   "phone_number",
                                  "email",      "account",        "ssid",  "bssid"};

Words numbered_item(std::string_view item, std::string_view base)
{
    auto rest = item.substr(base.size() + 1);
    auto const number = rest.substr(0, rest.find('/'));
    rest.remove_prefix(number.size());
    auto const part = rest.substr(0, rest.find('/', 1)); // "/phone/1": the second one
    return {"item." + std::string{base} + (part.empty() ? "" : "." + std::string{part.substr(1)}),
            std::string{number}};
}

} // namespace

Words item_words(std::string_view item, std::string_view category)
{
    if (item.empty())
        return {"item.pattern." + std::string{category}, {}};
    auto const base = item.substr(0, item.find('/'));
    auto const rest = base.size() < item.size() ? item.substr(base.size() + 1) : std::string_view{};
    if (base == "contacts" || base == "messages" || base == "calendar")
        return numbered_item(item, base);
    if (base == "photos" || base == "apps" || base == "location")
        return {"item." + std::string{base}, std::string{rest}};
    if (std::find(single_items.begin(), single_items.end(), base) == single_items.end())
        return {"item.other", std::string{item}};
    if (rest == "0")
        return {"item." + std::string{base}, {}};
    return {"item." + std::string{base} + ".more", std::string{rest}};
}

Words step_words(std::string_view step)
{
    // HTTP/2 and 3 have the same parts: "http2:request:body".
    std::string as_http;
    if (step.starts_with("http2:") || step.starts_with("http3:")) {
        as_http = "http" + std::string{step.substr(5)};
        if (auto words = step_words(as_http); words.key != "step.other")
            return words;
    }
    if (auto words = part_words(step))
        return *std::move(words);
    for (auto const& [known, name] : image_formats)
        if (step == known)
            return {"step.image", std::string{name}};
    for (auto const& [begin, key] : steps) {
        if (!step.starts_with(begin))
            continue;
        auto const rest = step.substr(begin.size());
        if (begin.ends_with(':') || rest.empty())
            return {std::string{key}, std::string{rest}};
    }
    return {"step.other", std::string{step}};
}

Words magic_words(std::string_view magic)
{
    constexpr std::array kinds{"archive",    "audio", "binary", "database", "document",
                               "executable", "font",  "image",  "stream",   "video"};
    for (std::string_view const kind : kinds)
        if (magic.ends_with(" " + std::string{kind}))
            return {"magic." + std::string{kind},
                    std::string{magic.substr(0, magic.size() - kind.size() - 1)}};
    return {"magic.other", std::string{magic}};
}

Words name_source_words(std::string_view source)
{
    for (auto const* known : {"http", "tls", "quic", "dns", "certificate", "reverse_dns", "dhcp"})
        if (source == known)
            return {"source." + std::string{source}, {}};
    return {"source.other", std::string{source}};
}

Words role_words(std::string_view role)
{
    return {"role." + std::string{role}, {}};
}

std::string unread_words(Speaker const& speaker, std::string_view kind)
{
    if (auto const key = "unread." + std::string{kind}; speaker.knows(key))
        return speaker.say(key);
    auto const colon = kind.find(": ");
    if (colon == std::string_view::npos)
        return std::string{kind};
    std::string const layer{kind.substr(0, colon)};
    auto reason = kind.substr(colon + 2);
    if (auto const key = "unread.*: " + std::string{reason}; speaker.knows(key))
        return speaker.say(key, {{"x", layer}});
    constexpr std::string_view not_read = " is not read"; // "link: Bluetooth LE is not read"
    if (layer == "link" && reason.ends_with(not_read)) {
        reason.remove_suffix(not_read.size());
        return speaker.say("unread.not_read", {{"x", std::string{reason}}});
    }
    return std::string{kind};
}

std::string wireshark_filter(std::vector<FrameRange> const& frames, std::uint32_t capture)
{
    std::string out;
    for (auto const& range : frames) {
        if (range.capture != capture)
            continue;
        auto const first = std::to_string(range.first);
        out += out.empty() ? "" : " || ";
        out += range.first == range.last ? "frame.number == " + first
                                         : "(frame.number >= " + first + " && frame.number <= "
                                               + std::to_string(range.last) + ")";
    }
    return out;
}

std::string frame_text(std::vector<FrameRange> const& frames, std::uint32_t capture)
{
    std::string out;
    for (auto const& range : frames) {
        if (range.capture != capture)
            continue;
        out += (out.empty() ? "" : ", ") + std::to_string(range.first);
        if (range.last != range.first)
            out += "\u2013" + std::to_string(range.last);
    }
    return out;
}

namespace {

std::uint32_t code_point(std::string_view sequence)
{
    auto const first = static_cast<unsigned char>(sequence.front());
    if (sequence.size() == 1)
        return first;
    std::uint32_t code = first & (0xffU >> (sequence.size() + 1));
    for (char const c : sequence.substr(1))
        code = code << 6 | (static_cast<unsigned char>(c) & 0x3fU);
    return code;
}

bool moves_or_hides(std::uint32_t code)
{
    // C0, DEL, C1; zero-width and direction marks (UAX #9), line separators, the BOM.
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c
           || (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e)
           || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

} // namespace

std::string printable(std::string_view text)
{
    constexpr std::string_view replacement = "\xef\xbf\xbd";
    std::string out;
    while (!text.empty()) {
        auto const length = utf8_length(text);
        if (length == 0 || moves_or_hides(code_point(text.substr(0, length))))
            out += replacement;
        else
            out += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return out;
}

} // namespace petze
