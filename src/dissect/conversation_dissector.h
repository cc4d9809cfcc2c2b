#pragma once

#include "conversation/conversation.h"
#include "dissect/layer.h"
#include "dissect/layers.h"

#include <algorithm>
#include <functional>
#include <memory>
#include <string>

namespace petze {

/// What the conversations of one run have in common.
struct DissectorSetting {
    FileStore* files{};                                      // null: files are not kept
    KeyLog const* keys{};                                    // null: nothing can be opened
    std::vector<PayloadKey> const* payload_keys{};           // see LayerContext
    bool tells_dns = true;                                   // likewise
    bool hashes = true;                                      // likewise
    std::function<void(UploadPiece&&)>* uploads{};           // likewise
    std::function<void(Direction, Bytes)>* connection_ids{}; // likewise
};

/// Everything that is read out of one conversation: where conversation/ ends and the layers
/// begin. Messages and Fields go to the sinks given, which outlive it.
class ConversationDissector : public ConversationHandler {
public:
    ConversationDissector(FlowIdentity const& flow, FieldSink& fields,
                          std::function<void(Message&&)>& messages, Tally& tally, HeldContent& held,
                          DissectorSetting const& setting = {});

    void data(Direction direction, Bytes bytes, Stamp const& carried, Stamp const& now) override;
    void gap(Direction direction, std::uint64_t count, Stamp const& now) override;
    void finish(Direction direction, Stamp const& now) override;
    void datagram(Direction direction, Bytes bytes, std::uint32_t missing,
                  Stamp const& now) override;
    bool reads_content() const override;

    /// "tls", "http", "dns", …, "unknown".
    std::string_view app_proto() const { return m_context.app_proto; }
    /// Bytes whose content could be read: what an app encrypted by itself is not among them.
    std::uint64_t opened(Direction direction) const
    {
        bool const up = direction == Direction::to_server;
        auto const opened = up ? m_context.opened_to_server : m_context.opened_to_client;
        auto const sealed = up ? m_context.sealed_to_server : m_context.sealed_to_client;
        return opened - std::min(sealed, opened);
    }

    /// See LayerContext::why_closed.
    std::string_view why_closed() const { return m_context.why_closed; }
    /// Bytes of plain text that keys gave.
    std::uint64_t decrypted(Direction direction) const
    {
        return direction == Direction::to_server ? m_context.decrypted_to_server
                                                 : m_context.decrypted_to_client;
    }

    /// See LayerContext::secrets.
    std::string const& secrets() const { return m_context.secrets; }

private:
    LayerContext m_context;
    std::unique_ptr<StreamDissector> m_stream;
    DatagramDissector m_datagrams;
};

} // namespace petze
