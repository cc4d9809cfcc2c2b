#pragma once

#include "base/held_content.h"
#include "base/tally.h"
#include "decrypt/keys/key_log.h"
#include "decrypt/payload/payload_key.h"
#include "dissect/field.h"
#include "dissect/message.h"
#include "dissect/upload_piece.h"

#include <functional>
#include <memory>
#include <vector>

namespace petze {

/// Where the bytes of a file that went over the wire are kept, when somebody wants them.
class StoredFile {
public:
    virtual ~StoredFile() = default;
    virtual void take(Bytes piece) = 0;
    /// The file is whole. Returns the path for FileInfo::stored ("evidence/files/<sha256>.jpg"),
    /// or nothing where it could not be kept. Dropped without this call, nothing remains.
    virtual std::string keep(std::string const& sha256, std::string_view extension) = 0;
};
class FileStore {
public:
    virtual ~FileStore() = default;
    /// Null where files are not kept. Called from several threads.
    virtual std::unique_ptr<StoredFile> begin() = 0;
};

class StreamDissector;
class StreamsDissector;
struct LayerContext;

/// What the first bytes of a stream say about its protocol; `maybe` asks for more of them.
enum class Likeness { no, maybe, yes };

/// Makes the dissector for what a stream of bytes holds: what a layer hands the inside of a tunnel
/// to (TLS, CONNECT, Upgrade). `protocol` is what both sides agreed on, as ALPN calls it ("h2") or
/// as Upgrade does ("websocket"); where it is empty or unknown the dissector finds out by itself.
/// A pointer, so that no folder reaches upward.
using NextStream = std::unique_ptr<StreamDissector> (*)(LayerContext&, Origin const* parent,
                                                        std::string_view protocol);

/// The same for the streams of one QUIC connection; `protocol` is its ALPN.
using NextStreams = std::unique_ptr<StreamsDissector> (*)(LayerContext&, Origin const* parent,
                                                          std::string_view protocol);

/// Takes apart what all of a text is wrapped in (base64, base32, hex); false where that is nothing.
using OpenWrapped = bool (*)(std::string_view text, Origin const* origin, FrameRange const& frames,
                             MessageContext const& message, LayerContext& layers);

/// What every layer of one conversation shares. Lives as long as the conversation.
struct LayerContext {
    FieldSink& fields;                             // find/
    std::function<void(Message&&)>& messages;      // told at `now`
    Tally& tally;                                  // of the shard
    HeldContent& held;                             // likewise; see content/
    FileStore* files{};                            // null where nobody keeps files
    NextStream next_stream{};                      // null in tests that need none
    NextStreams next_streams{};                    // likewise
    OpenWrapped open_wrapped{};                    // likewise
    KeyLog const* keys{};                          // null where the owner gave none
    std::function<void(UploadPiece&&)>* uploads{}; // null where nobody puts parts together
    /// Told of ids that an end of a QUIC connection chose under encryption; null where nobody
    /// watches for them. Its direction is the one in which that end sends.
    std::function<void(Direction, Bytes)>* connection_ids{};
    int depth{};           // of layers; see limits::layer_depth
    Stamp now{};           // the packet being worked on: events stand here
    Stamp data{};          // the packet that carried the bytes being handed on; earlier than `now`
                           // where they had to wait for a segment before them
    bool tells_dns = true; // else nobody wants DnsMessages: they need not be made
    bool hashes = true;    // else nobody asks for the hash of a body or file: it stays empty
    std::uint16_t server_port{};            // of the conversation's transport; 0 where it has none
    std::string_view app_proto = "unknown"; // of the outermost layer that was recognised
    std::uint64_t opened_to_server{};       // bytes of the stream whose content a layer could read
    std::uint64_t opened_to_client{};
    std::string_view why_closed{};       // literal: why what is encrypted here stayed closed
    std::uint64_t decrypted_to_server{}; // bytes of plain text that keys gave
    std::uint64_t decrypted_to_client{};
    std::uint64_t sealed_to_server{}; // bytes of content in it that look encrypted all the same
    std::uint64_t sealed_to_client{};
    std::string secrets{}; // that opened it, as lines of a key log, where anybody searches

    /// For what content encrypts by itself: those that the owner gave, null where there are none;
    /// those that answers of this conversation handed out.
    std::vector<PayloadKey> const* payload_keys{};
    std::vector<PayloadKey> harvested{};
    /// What the last member or field held that is named like a nonce, which some keys go with.
    std::string nonce{};
    std::size_t sealed_passed{}; // texts that may be opened by what another conversation said

    /// What members and fields of this conversation hold that are named like keys; and like
    /// vectors.
    std::vector<PayloadKey> found_keys{};
    std::vector<std::vector<std::uint8_t>> found_vectors{};
    std::uint64_t payload_work{}; // bytes deciphered with either, in vain or not
};

/// One direction of an ordered stream of bytes, as TCP, TLS or QUIC give it. Pieces come in
/// order; context.data tells the packet of each.
class StreamDissector {
public:
    virtual ~StreamDissector() = default;
    virtual void take(Direction direction, Bytes piece) = 0;
    /// `count` bytes of this direction were never seen.
    virtual void gap(Direction direction, std::uint64_t count) = 0;
    /// Nothing more comes in this direction (FIN, RST, end of the conversation).
    virtual void finish(Direction direction) = 0;
};

/// The streams of one QUIC connection (RFC 9000 section 2): each as a StreamDissector's, with its
/// id, whose two lowest bits tell who began it and whether it goes both ways. A stream begins with
/// whatever is first told of it.
class StreamsDissector {
public:
    virtual ~StreamsDissector() = default;
    virtual void take(std::uint64_t stream, Direction direction, Bytes piece) = 0;
    virtual void gap(std::uint64_t stream, Direction direction, std::uint64_t count) = 0;
    /// The end that was sent (FIN), a reset, or the end of the connection.
    virtual void finish(std::uint64_t stream, Direction direction) = 0;
    /// RFC 9221: one that needs no order.
    virtual void datagram(Direction direction, Bytes bytes) = 0;
    /// The end of the connection, after that of its streams: nobody needs to wait for another.
    virtual void close() {}
};

/// A body of content that is worked through as it comes: content codings undone, then what
/// lies inside told field by field. Declared here, made by dissect/content/.
class ContentDissector {
public:
    virtual ~ContentDissector() = default;
    virtual void take(Bytes piece) = 0;
    virtual void gap() = 0;
    virtual void finish() = 0;
};

} // namespace petze
