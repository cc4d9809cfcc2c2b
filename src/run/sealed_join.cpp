#include "run/sealed_join.h"

#include "base/limits.h"
#include "dissect/content/content.h"
#include "find/pattern/learned.h"
#include "run/finders.h"

#include <algorithm>
#include <deque>
#include <utility>

namespace petze {

void SealedJoin::take_key(UploadPiece const& piece)
{
    auto key = handed_key(piece.key, piece.bytes);
    if (!key)
        return;
    std::erase_if(m_keys, [&](PayloadKey const& one) { return one.key == key->key; });
    if (m_keys.size() >= limits::harvested_keys) {
        m_tally.count("content: limit of keys from answers");
        m_keys.erase(m_keys.begin());
    }
    m_keys.push_back(std::move(*key));
}

void SealedJoin::take_text(Event const& event, UploadPiece const& piece)
{
    if (m_keys.empty())
        return;
    std::function<void(Finding &&)> findings = [&](Finding&& finding) {
        tell(event, piece, std::move(finding));
    };
    std::function<void(Message &&)> messages = [](Message&&) {};
    std::deque<Origin> origins;
    for (auto const& step : piece.path)
        origins.push_back({origins.empty() ? nullptr : &origins.back(), step});
    HeldContent held{m_setting.held_content};
    Finders finders{m_setting, m_scratch, m_tally, held, findings};
    LayerContext layers{
        .fields = finders.fields(), .messages = messages, .tally = m_tally, .held = held};
    layers.tells_dns = false;
    layers.now = event.stamp;
    layers.data = piece.carried;
    layers.nonce = piece.part_name;
    layers.harvested = m_keys;
    auto const direction =
        piece.key == name_of(Direction::to_server) ? Direction::to_server : Direction::to_client;
    tell_text(as_text(piece.bytes), origins.empty() ? nullptr : &origins.back(),
              {piece.carried.capture, piece.offset, piece.carried.frame},
              {direction, piece.hostname}, layers);
}

// What stands in the text itself its own conversation has told.
void SealedJoin::tell(Event const& event, UploadPiece const& piece, Finding&& finding)
{
    auto const is_opened = [&](std::string const& step) {
        return std::any_of(m_keys.begin(), m_keys.end(),
                           [&](PayloadKey const& key) { return key.step == step; });
    };
    auto const inside =
        finding.path.begin()
        + static_cast<std::ptrdiff_t>(std::min(piece.path.size(), finding.path.size()));
    if (!pattern::sighting_of(finding) && std::any_of(inside, finding.path.end(), is_opened))
        m_tell({event.stamp, event.flow, std::move(finding)});
}

} // namespace petze
