#pragma once

#include <cstddef>
#include <cstdint>

/// Every count that comes from the wire has a bound here. A bound that was hit is told in
/// `stats` (see Tally), so that "not found" is never said of what was not looked at.
namespace petze::limits {

inline constexpr std::size_t capture_block = 1u << 20;  // bytes read at once
inline constexpr std::size_t frame_bytes = 16u << 20;   // one captured frame
inline constexpr std::size_t pcapng_block = 32u << 20;  // one pcapng block
inline constexpr std::size_t pcapng_interfaces = 65536; // of one section
inline constexpr std::size_t secrets_bytes = 64u << 20; // keys inside one capture
inline constexpr std::uint64_t xz_memory = 128u << 20;  // of the decoder; xz -9 needs 65 MB
inline constexpr std::size_t app_names = 65536;         // apps named by one capture

inline constexpr int tunnel_depth = 4;                   // GRE in VXLAN in …
inline constexpr std::size_t fragment_bytes = 16u << 20; // held in all
inline constexpr std::size_t fragment_datagrams = 4096;  // being put together at once
inline constexpr std::int64_t fragment_seconds = 30; // RFC 8200 §4.5 says 60; IPv4 stacks use 30

inline constexpr std::size_t wifi_stations = 4096;           // whose keys are kept
inline constexpr std::size_t wifi_fragmented = 64;           // frames being put together
inline constexpr std::size_t wifi_payload_bytes = 16u << 10; // of one of them

inline constexpr std::size_t shards = 64;                  // logical; never the threads
inline constexpr std::size_t flows = 2'000'000;            // at once, over all shards
inline constexpr std::size_t held_bytes = 64u << 20;       // TCP out of order, in all
inline constexpr std::size_t held_bytes_stream = 4u << 20; // and for one direction
inline constexpr std::size_t held_segments_stream = 4096;
inline constexpr std::int64_t tcp_idle_seconds =
    7440; // RFC 5382 REQ-5: push connections keep silent for long
inline constexpr std::int64_t tcp_closed_seconds = 15;  // after FIN or RST
inline constexpr std::int64_t tcp_opening_seconds = 60; // a SYN that nobody answered
inline constexpr std::int64_t udp_idle_seconds = 180;
inline constexpr std::int64_t udp_answered_seconds = 30; // one packet each way, as netfilter

inline constexpr std::size_t tls_handshake_bytes = 256u << 10;  // one handshake message
inline constexpr std::uint64_t tls_key_stream_bytes = 4u << 20; // of a gap, for stream ciphers
inline constexpr std::uint64_t tls_tried_bytes = 256u << 20;    // in search of sequence numbers
inline constexpr std::size_t tls_searched_secrets = 4096;       // for a session taken up again
inline constexpr unsigned tls_key_updates = 1000;               // of one direction
inline constexpr std::size_t tls_waiting_bytes = 64u << 10;     // until the other side's hello
inline constexpr std::size_t dtls_waiting_messages = 32;        // of one side's handshake
inline constexpr std::size_t dtls_waiting_fragments = 64;       // out of order, of one of them
inline constexpr std::size_t certificates = 64;                 // of one chain
inline constexpr std::size_t certificate_names = 1000;          // of one certificate
inline constexpr std::size_t http_header_bytes = 256u << 10;    // one header block
inline constexpr std::size_t http_headers = 1000;
inline constexpr std::size_t http_pipelined = 1000;          // requests without an answer yet
inline constexpr std::size_t http_streams = 256;             // open at once in HTTP/2 or 3
inline constexpr std::size_t hpack_table_bytes = 256u << 10; // RFC 7541 section 4, one direction
inline constexpr std::size_t qpack_table_bytes = 256u << 10; // RFC 9204 section 3.2, one direction
inline constexpr std::size_t qpack_waiting_bytes = 1u << 20; // for inserts, of one connection
inline constexpr std::size_t http_line_bytes = 8u << 10;     // a chunk's size, a line while lost
inline constexpr std::size_t multipart_header_bytes = 16u << 10; // of one part
inline constexpr int json_depth = 200;                           // deeper: searched as text
inline constexpr int tree_depth = 100; // of CBOR, BSON and their like; deeper: told as bytes
inline constexpr std::size_t sqlite_tables = 10'000;
inline constexpr std::size_t sqlite_columns = 2000; // SQLite's own limit
inline constexpr int sqlite_depth = 20;             // of its trees of pages; likewise
inline constexpr int xml_depth = 200;               // deeper: told without a path
inline constexpr std::size_t step_bytes = 120;      // of the wire's own names in a path
inline constexpr std::size_t dns_records = 512;     // of one message

inline constexpr std::size_t quic_id_bytes = 20;          // RFC 9000 section 17.2
inline constexpr std::size_t quic_ids = 64;               // that one side of a connection uses
inline constexpr std::size_t quic_connections = 8;        // at once, between the same two ports
inline constexpr std::size_t quic_roaming_ids = 1u << 14; // watched for a change of address
inline constexpr std::size_t quic_roaming_ids_opened = 1u << 12; // likewise, by each shard
inline constexpr std::size_t quic_early_datagrams = 16; // before a connection's first packet
inline constexpr std::size_t quic_attempts = 256;       // first packets that may be none, likewise
inline constexpr std::size_t quic_streams = 4096;       // open at once in one connection
inline constexpr std::size_t quic_waiting_packets = 64; // that came before their keys
inline constexpr std::size_t quic_guesses = 4;          // at the suite of one connection
inline constexpr std::size_t quic_waiting_handshake_bytes = 64u << 10; // out of order, of one
inline constexpr std::size_t quic_waiting_bytes_stream = 4u << 20;     // connection
inline constexpr std::size_t quic_waiting_bytes_connection = 16u << 20;
inline constexpr std::size_t mqtt_packet_bytes = 1u << 20;  // of one that is no PUBLISH; its head
inline constexpr std::size_t mqtt_alias_bytes = 1u << 20;   // topics that aliases stand for
inline constexpr int protobuf_depth = 32;                   // deeper: told as it is
inline constexpr std::size_t xiaomi_frame_bytes = 1u << 20; // its own code sends 32 KiB at most
inline constexpr std::size_t text_line_bytes = 64u << 10;   // of SMTP, IMAP, POP3, FTP

inline constexpr std::size_t written_bytes = 64; // of a finding, as they stood
inline constexpr int layer_depth = 16;           // gzip in json in base64 in …
inline constexpr std::size_t document_bytes =
    8u << 20; // kept whole for parsing: JSON, form, base64 text
inline constexpr std::size_t held_content = 32u << 20;      // of these and images, of one shard
inline constexpr std::size_t archive_entries = 100'000;     // of one body
inline constexpr std::uint64_t inflated_bytes = 1ull << 32; // of one body
inline constexpr std::uint64_t inflated_ratio = 1200;       // gzip cannot exceed 1032
inline constexpr std::size_t fields_message = 1'000'000;    // of one body
inline constexpr std::size_t findings = 100'000;            // told in all; counted beyond

inline constexpr std::size_t patterns_conversation = 1000; // told of one conversation
inline constexpr std::size_t pattern_lists = 64;           // of apps, looked at in one conversation
inline constexpr std::size_t pattern_records = 64;         // kinds of record, likewise

inline constexpr std::size_t image_bytes = 32u << 20;      // one image, kept whole to be looked at
inline constexpr std::uint64_t image_pixels = 256'000'000; // phones' cameras have 200 million
inline constexpr std::size_t image_parts = 100'000;        // chunks and segments of one image
inline constexpr std::size_t exif_entries = 512;           // of one directory
inline constexpr std::size_t photo_blocks = 4u << 20;      // that pieces of photos are told by
inline constexpr std::uint64_t image_memory = 1u << 30;    // of petze-image
inline constexpr int image_cpu_seconds = 20;               // of petze-image, for one image
inline constexpr int image_wait_seconds = 120; // for its answer, where it gets no CPU time at all

// Uploads that come in parts, put together across requests and conversations.
inline constexpr std::size_t uploads = 256; // at once
inline constexpr std::size_t upload_waiting_bytes = 128u
                                                    << 20;     // for what comes before them, in all
inline constexpr std::size_t upload_waiting_pieces = 1u << 16; // likewise, of one
inline constexpr std::size_t upload_key_bytes = 4096;          // that parts belong together by
inline constexpr std::size_t upload_flows = 1024;              // that one came over
inline constexpr std::size_t upload_findings = 4096;           // of its parts, kept till its end
inline constexpr std::size_t upload_held_bytes = 96u << 20;    // whose order is said in the end
inline constexpr std::size_t upload_list_bytes = 1u << 20;     // that say it, of one request
inline constexpr std::size_t upload_name_bytes = 256;          // of a part, or of a form's field

// Names that were asked for one behind the other, and may hold one text in pieces.
inline constexpr std::size_t query_series = 512;            // of one client and domain, at once
inline constexpr std::size_t query_series_names = 8192;     // of one
inline constexpr std::size_t query_series_bytes = 8u << 20; // of all
inline constexpr std::size_t query_series_flows = 1u << 16; // of which more may be told behind them

// Identifiers that are told by being sent to several receivers.
inline constexpr std::size_t learned_values = 1u << 16; // watched, in all
inline constexpr std::size_t learned_receivers = 32;    // of one, told

inline constexpr std::size_t sealed_texts = 1000; // of one conversation, that others may open
inline constexpr std::size_t harvested_keys = 8;  // that answers of one conversation hand out
inline constexpr std::size_t found_keys = 48;     // that a conversation names; times how they may
inline constexpr std::size_t found_vectors = 4;   // be meant
inline constexpr std::uint64_t payload_work_bytes = 512u << 20; // deciphered for one conversation
inline constexpr std::size_t recorded_keys = 256;               // out of a record of an app's calls
inline constexpr std::uint64_t recorded_trials = 1u << 22;      // of keys at calls

// Hashes that are looked for, so that least_digest_bits (find/hash/) keep their promise.
inline constexpr std::size_t digests = 120'000;        // of values, and of their hashes
inline constexpr std::size_t joined_digests = 160'000; // of two values, counted for either

inline constexpr std::size_t timeline_flows = 100'000;    // conversations drawn; counted beyond
inline constexpr std::size_t judged_endpoints = 50'000;   // by behaviour; by totals alone beyond
inline constexpr std::size_t judged_starts = 256;         // of one endpoint, for its rhythm
inline constexpr std::size_t bursts = 64;                 // of one conversation; of one endpoint
inline constexpr std::size_t compared_starts = 2'000'000; // of conversations, kept of one state
inline constexpr std::size_t compared_sources = 64;       // apps of one receiver
inline constexpr std::size_t compared_states = 20;        // of one comparison
inline constexpr std::size_t clock_readings = 10'000; // of one capture, to learn its clock's error
inline constexpr std::size_t state_bytes = 1u << 30;  // of a report.json that is read back
inline constexpr std::uint64_t stored_bytes = 4ull << 30; // of files kept under evidence/
inline constexpr std::size_t stored_files = 100'000;
inline constexpr std::uint64_t slice_bytes = 64u << 20; // of one conversation's slice
inline constexpr std::size_t slices = 10'000;
inline constexpr std::size_t slice_secrets_bytes = 64u << 10; // keys of one conversation
inline constexpr std::size_t slice_held_bytes = 16u << 20;    // waiting to be written, in all

// Files of attribution data, which others made: registries' dumps, tables of origin AS, the index.
inline constexpr std::size_t data_line_bytes = 64u << 10;  // cut off beyond
inline constexpr std::size_t data_text_bytes = 400;        // of one name
inline constexpr std::size_t data_entries = 100'000'000;   // of one file
inline constexpr std::size_t data_pool_bytes = 0xf0000000; // all texts of one file
inline constexpr std::size_t data_depth = 100;             // networks inside each other
inline constexpr std::size_t data_troubles = 20;           // told with their lines; counted beyond
inline constexpr std::size_t data_sets = 500;              // of one index
inline constexpr std::size_t data_descriptions = 4;        // lines of one network that are kept
inline constexpr std::size_t mmdb_bytes = 2u << 30;
inline constexpr std::size_t mmdb_nodes = 200'000'000; // walked: a hostile tree has loops

// Lists of domains that the user supplies, and what is asked on line.
inline constexpr std::size_t domain_list_bytes = 256u << 20; // of one list
inline constexpr std::size_t listed_domains = 5'000'000;     // of one list
inline constexpr std::size_t rdap_bytes = 1u << 20;          // of one answer
inline constexpr int rdap_redirects = 5;
inline constexpr std::size_t whois_bytes = 256u << 10; // of one answer
inline constexpr int whois_referrals = 4;
inline constexpr int online_seconds = 20;             // for one question, all in all
inline constexpr int online_wait_seconds = 120;       // that a server may ask for (Retry-After)
inline constexpr std::size_t online_addresses = 2000; // asked about in one run

} // namespace petze::limits
