#pragma once

#include "report/answer.h"
#include "report/speaker.h"

#include <string>
#include <string_view>

namespace petze {

/// "contacts/3/phone" → contact 3, phone number.
Words item_words(std::string_view item, std::string_view category);
/// One step of a path: "json:$.sms[0].body" → JSON field $.sms[0].body.
Words step_words(std::string_view step);
/// "JPEG image" → an image of the kind JPEG.
Words magic_words(std::string_view magic);
/// How a name of an address is known: "tls" → server name of a TLS connection (SNI).
Words name_source_words(std::string_view source);
/// What a domain is known for: "photo_backup" → backup of photos.
Words role_words(std::string_view role);
/// What kind of trouble it was: "tcp: segment cut by snaplen" in words; as it is where no text
/// stands in the catalogue.
std::string unread_words(Speaker const& speaker, std::string_view kind);

/// A display filter that shows these packets in Wireshark; one for each capture that has any.
std::string wireshark_filter(std::vector<FrameRange> const& frames, std::uint32_t capture);
/// "1204–1206, 1310".
std::string frame_text(std::vector<FrameRange> const& frames, std::uint32_t capture);

/// What a reader sees of text from the wire: well-formed UTF-8, and no character that would move
/// or hide others (controls, changes of direction).
std::string printable(std::string_view text);

} // namespace petze
