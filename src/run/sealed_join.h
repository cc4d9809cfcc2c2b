#pragma once

#include "base/tally.h"
#include "decrypt/payload/payload_key.h"
#include "report/event.h"
#include "run/shard_setting.h"

#include <functional>
#include <vector>

namespace petze {

struct SearchScratch;

/// Opens what one conversation encrypts with a key that the answer of another handed out before:
/// a login and the service that it is for are different hosts. See dissect/content/content.h.
class SealedJoin {
public:
    /// All of them outlive it.
    SealedJoin(ShardSetting const& setting, SearchScratch* scratch, Tally& tally,
               std::function<void(Event&&)>& tell)
        : m_setting(setting)
        , m_scratch(scratch)
        , m_tally(tally)
        , m_tell(tell)
    {
    }

    void take_key(UploadPiece const& piece);
    /// `event` is the text's: its packet and conversation.
    void take_text(Event const& event, UploadPiece const& piece);

private:
    void tell(Event const& event, UploadPiece const& piece, Finding&& finding);

    ShardSetting const& m_setting;
    SearchScratch* m_scratch;
    Tally& m_tally;
    std::function<void(Event&&)>& m_tell;
    std::vector<PayloadKey> m_keys; // the newest last
};

} // namespace petze
