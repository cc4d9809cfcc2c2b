#pragma once

#include "conversation/flow.h"
#include "decrypt/tls/chain.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What was said, as the event stream tells it (contract: Events). Owned values: a message
/// leaves its shard and is written later, in the order of frames. Values stand as sent; making
/// them valid UTF-8 is the writer's business.
namespace petze {

struct DnsRecord {
    std::string rrname{}; // without the final dot
    std::string rrtype{}; // "A", "CNAME", …; unknown ones "TYPE<n>"
    std::uint32_t ttl{};
    std::string rdata{}; // RFC 1035 §5 presentation form; addresses as text

    bool operator==(DnsRecord const&) const = default;
};

/// One for each question of a DNS message; the answers go with the first.
struct DnsMessage {
    bool answer{};
    std::uint16_t id{};
    std::optional<std::string> rrname{}; // absent without a question
    std::string rrtype{};
    std::string rcode{}; // "NOERROR", …; in answers only
    std::vector<DnsRecord> answers{};

    bool operator==(DnsMessage const&) const = default;
};

/// What a server showed of itself, where that could be read.
struct ShownCertificate {
    std::string subject{}, issuer{};       // of the leaf, RFC 4514 order as OpenSSL prints it
    std::vector<std::string> san{};        // DNS names and addresses
    std::string fingerprint{};             // SHA-256 of the leaf, lower hex; empty: none was seen
    std::string not_before{}, not_after{}; // RFC 3339
    tls::KeptChain chain{};                // the leaf and what came with it

    bool operator==(ShownCertificate const&) const = default;
};

/// One for each TLS connection.
struct TlsConnection {
    std::string version{}; // "TLS 1.3"
    std::string sni{};
    std::string alpn{}; // the one chosen; empty where it is encrypted
    std::string ja3{}, ja4{}, ja3s{};
    std::string cipher{}; // IANA name
    ShownCertificate certificate{};
    bool resumed{};
    bool ech{};
    bool decrypted{};
    std::string_view why_not{}; // literal, where not decrypted: "no key"

    bool operator==(TlsConnection const&) const = default;
};

/// One for each QUIC connection.
struct QuicConnection {
    std::string version{}; // "1", "2", "draft-29", "Q046"
    std::string sni{};
    std::string alpn{}; // the one chosen; empty where it could not be read
    std::string ja4{};
    bool decrypted{};
    std::string_view why_not{}; // as for TLS
    ShownCertificate certificate{};

    bool operator==(QuicConnection const&) const = default;
};

struct HttpHeader {
    std::string name{};
    std::string value{};

    bool operator==(HttpHeader const&) const = default;
};

struct HttpBody {
    std::uint64_t length{}; // after transfer-coding is undone and before content-coding is
    std::string sha256{};   // of the same bytes, lower hex; empty where nobody asks for it
    std::string encoding{}; // Content-Encoding as sent
    bool complete = true;   // false where a gap or the end of the capture cut it

    bool operator==(HttpBody const&) const = default;
};

/// One for each HTTP request, of any version, with its response where that was seen.
struct HttpExchange {
    std::string_view version{}; // "1.0", "1.1", "2", "3"
    std::string method{};
    std::string hostname{}; // Host or :authority as sent, port included
    std::string url{};      // request target as sent
    std::optional<int> status{};
    std::string user_agent{};
    std::string content_type{}; // of the response, else of the request
    std::optional<std::uint64_t> stream{};
    std::vector<HttpHeader> request_headers{};
    std::vector<HttpHeader> response_headers{};
    std::optional<HttpBody> request_body{};
    std::optional<HttpBody> response_body{};

    bool operator==(HttpExchange const&) const = default;
};

/// One message of another application protocol.
struct AppMessage {
    std::string_view protocol{}; // "dhcp", "mqtt", …
    Direction direction{};
    std::string name{}; // topic, command, opcode
    std::uint64_t length{};
    std::string sha256{};

    bool operator==(AppMessage const&) const = default;
};

/// A file that went over the wire, whole.
struct FileInfo {
    std::string filename{};   // as the sender called it; may be empty
    std::string_view magic{}; // "JPEG image", by content
    std::uint64_t size{};
    std::string sha256{};
    Direction direction{};
    std::string stored{}; // path under the output folder, "evidence/…"; empty where not kept

    bool operator==(FileInfo const&) const = default;
};

using Message =
    std::variant<DnsMessage, TlsConnection, QuicConnection, HttpExchange, AppMessage, FileInfo>;

} // namespace petze
