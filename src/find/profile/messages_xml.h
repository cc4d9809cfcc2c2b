#pragma once

#include "base/result.h"
#include "find/profile/profile.h"

#include <string_view>
#include <vector>

namespace petze {

/// "SMS Backup & Restore" XML: SMS, and the text parts of MMS. That app writes characters beyond
/// the BMP as two numeric references, one for each surrogate, which no XML parser takes; they
/// are put together first. Broken XML gives what stood before it, and the reason.
struct MessagesFile {
    std::vector<TextMessage> messages;
    std::string trouble; // "line 12: not well-formed"; empty where there is none
};
MessagesFile read_messages_xml(std::string_view text);

} // namespace petze
