/// Domains at which anybody can have an address: they say nothing about where somebody works.
struct FreeMail: Sendable {
  static let shared = FreeMail()

  private let table = WordTable(domains)

  private init() {}

  func contains(_ domain: String) -> Bool { table.contains(domain) }

  func contains(_ domain: UnsafeRawBufferPointer) -> Bool {
    unsafe table.value(of: domain) != nil
  }

  private static let domains = [
    "126.com", "139.com", "163.com", "aim.com", "alice.it", "aliyun.com", "aol.com", "aol.de",
    "arcor.de", "att.net", "bellsouth.net", "bigpond.com", "blueyonder.co.uk", "bluewin.ch",
    "bk.ru",
    "bol.com.br", "btinternet.com", "charter.net", "comcast.net", "cox.net", "daum.net", "duck.com",
    "earthlink.net", "fastmail.com", "foxmail.com", "free.fr", "freenet.de", "gmail.com", "gmx.at",
    "gmx.ch", "gmx.com", "gmx.de", "gmx.net", "googlemail.com", "hanmail.net", "hey.com",
    "hotmail.be", "hotmail.ca", "hotmail.ch", "hotmail.co.uk", "hotmail.com", "hotmail.com.ar",
    "hotmail.com.br", "hotmail.de", "hotmail.es", "hotmail.fr", "hotmail.it", "hotmail.nl",
    "hotmail.se", "hushmail.com", "icloud.com", "inbox.lv", "inbox.ru", "interia.pl", "juno.com",
    "kakao.com", "kpnmail.nl", "laposte.net", "libero.it", "list.ru", "live.be", "live.ca",
    "live.cn", "live.co.uk", "live.com", "live.com.mx", "live.de", "live.fr", "live.it", "live.nl",
    "live.se", "mac.com", "mail.com", "mail.de", "mail.ru", "mailbox.org", "me.com", "msn.com",
    "naver.com", "neuf.fr", "ntlworld.com", "o2.pl", "onet.pl", "onet.eu", "online.no", "op.pl",
    "optonline.net", "orange.fr", "outlook.at", "outlook.com", "outlook.com.br", "outlook.de",
    "outlook.es", "outlook.fr", "outlook.it", "outlook.pt", "planet.nl", "pm.me", "posteo.de",
    "proton.me", "protonmail.ch", "protonmail.com", "qq.com", "rambler.ru", "rediffmail.com",
    "rocketmail.com", "rogers.com", "sapo.pt", "sbcglobal.net", "seznam.cz", "sfr.fr", "shaw.ca",
    "sina.cn", "sina.com", "sky.com", "skynet.be", "sohu.com", "sympatico.ca", "t-online.de",
    "talktalk.net", "telenet.be", "telus.net", "terra.com.br", "tin.it", "tiscali.it", "tuta.com",
    "tutanota.com", "ukr.net", "uol.com.br", "verizon.net", "videotron.ca", "virgilio.it",
    "virginmedia.com", "vodafone.it", "wanadoo.fr", "web.de", "windowslive.com", "wp.pl",
    "xs4all.nl", "ya.ru", "yahoo.ca", "yahoo.co.id", "yahoo.co.in", "yahoo.co.jp", "yahoo.co.uk",
    "yahoo.com", "yahoo.com.ar", "yahoo.com.au", "yahoo.com.br", "yahoo.com.mx", "yahoo.de",
    "yahoo.es", "yahoo.fr", "yahoo.in", "yahoo.it", "yandex.com", "yandex.ru", "yeah.net",
    "ymail.com", "zeelandnet.nl", "ziggo.nl", "zoho.com",
  ]
}
