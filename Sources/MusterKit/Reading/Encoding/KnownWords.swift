/// Words with letters beyond ASCII that lead files are full of: names of columns, first names,
/// family names, cities, company forms. One of them settles what few accents leave open.
enum KnownWords {
  /// In lower case.
  static let all: Set<String> = Set(
    languages.joined(separator: " ").lowercased().split(separator: " ").map(String.init))

  private static let languages = [
    // German
    """
    Straße Größe Länge Fähigkeiten Tätigkeit Geschäftsführer Geschäftsführerin Verkäufer Käufer \
    Präsident Für Über München Köln Düsseldorf Nürnberg Zürich Würzburg Lübeck Münster Österreich \
    Göttingen Tübingen Müller Schröder Schäfer König Möller Weiß Krüger Böhm Köhler Günther Groß \
    Jürgen Jörg Günter Björn Sören Käthe Grün Bäcker Lösungen Gebrüder Söhne Bürkle Fuß
    """,
    // French
    """
    Prénom Société Téléphone Numéro Département Région Métier Secteur Activité Créé Qualité Adresse \
    Référence Catégorie Général Générale Président Ingénieur Chargé Développement Marché Hélène \
    François Françoise Frédéric Jérôme Stéphane Stéphanie Céline Aurélie Sébastien Rémi René Irène \
    Andrée André Gérard Hervé Cédric Mickaël Raphaël Joël Noël Benoît Désirée Anaïs Zoé Chloé Léa \
    Théo Hugo Lefèvre Lévêque Bénard Béranger Orléans Besançon Genève Liège Québec Montréal Évry \
    Île Côte Saint-Étienne Étienne Éric Élodie Énergie École Hôtel Château Bâtiment
    """,
    // Spanish and Catalan
    """
    Compañía Teléfono Dirección Código País Título Área Región Teléfonos Móvil Número Población \
    Correo Electrónico Categoría Año Descripción Gestión Españo España Española México Málaga \
    Córdoba Cádiz León Bogotá Medellín Perú Panamá José María Jesús Ángel Andrés Raúl Rubén Óscar \
    Adrián Martín Iván Sofía Lucía Mónica Verónica Begoña Íñigo Núñez Muñoz García Rodríguez López \
    Martínez Sánchez Pérez Gómez Fernández González Hernández Ramírez Díaz Jiménez Gutiérrez Álvarez \
    Vázquez Suárez Domínguez Ibáñez Peña Núria Josep Jordà Construcción Tecnología Informática
    """,
    // Portuguese and Italian
    """
    Endereço Município Estado Função Posição Telefónica Telefone Português Região Descrição Serviços \
    Soluções Construções Comércio Indústria Informação São João António Antônio José Luís Inês Mónica \
    Gonçalves Gonçalo Conceição Simões Magalhães Guimarães Araújo Sebastião Brasília Goiânia Évora \
    Açores Lisboa Criação Educação Saúde Gestão Negócios Cláudia Patrícia Flávio Fábio Júlia Célia \
    Città Società Attività Niccolò Nicolò Mattè Forlì Cantù Qualità Località Provincia Università
    """,
    // Swedish, Danish, Norwegian, Finnish, Icelandic
    """
    Företag Förnamn Företagsnamn Företagare Säljare Försäljning Försäljningschef Född Göteborg Malmö \
    Västerås Örebro Linköping Jönköping Växjö Umeå Gävle Luleå Björn Åke Åsa Göran Sören Märta Pär \
    Håkan Mårten Sjögren Sjöberg Lindström Bergström Nordström Öberg Åberg Löfgren Kjærgaard Sørensen \
    Jørgensen Møller Søren Jørgen Bjørn Øystein Åse Håkon København Århus Ålborg Ærø Tromsø Bodø \
    Ålesund Sølv Nærø Råd Kåre Pål Hämäläinen Mäkinen Mäkelä Jyväskylä Määttä Yhtiö Työ Päivi Jäger \
    Guðrún Jón Þór Ísland Reykjavík Sigurður Guðmundur
    """,
    // Polish
    """
    Imię Imiona Imienia Województwo Miejscowość Spółka Spółdzielnia Dział Właściciel Główny Księgowy \
    Sprzedaż Sprzedaży Łódź Kraków Gdańsk Poznań Wrocław Rzeszów Częstochowa Białystok Toruń Bielsko \
    Łukasz Michał Paweł Rafał Grzegorz Małgorzata Żaneta Elżbieta Mirosław Stanisław Jarosław Zdzisław \
    Wójcik Kamiński Lewandowski Zieliński Woźniak Szymański Dąbrowski Kozłowski Jankowski Wiśniewski \
    Wiśniewska Kamińska Zielińska Szymańska Dąbrowska Kozłowska Pawłowski Król Wróbel Jabłoński Sikora \
    Piątek Ślązak Śliwa Święty Źródło Przedsiębiorstwo Usługi Rozwiązania
    """,
    // Czech, Slovak, Slovenian, Croatian
    """
    Jméno Příjmení Město Společnost Pozice Země Číslo Ředitel Jednatel Obchodní Meno Priezvisko \
    Spoločnosť Krajina Telefón Riaditeľ Jiří Tomáš Lukáš Ondřej Kateřina Lucie Václav Zdeněk Luděk \
    Miloš Aleš Jindřich Bořivoj Veronika Novák Nováková Dvořák Dvořáková Černý Černá Procházka Kučera \
    Veselý Horák Němec Pokorný Marek Beneš Fiala Růžička Žižka Šimon Šťastný Plzeň Děčín České Třebíč \
    Příbram Zlín Košice Žilina Trenčín Nitra Prešov Ján Štefan Ľubomír Ľudmila Podjetje Priimek Ime \
    Živković Kovačić Kovačič Marić Horvat Petrović Jovanović Nikolić Đorđe Đorđević Anđela Čačak Željko \
    Šime Tvrtka Računovodstvo Žan Anže Tomaž Boštjan Matjaž Šibenik Župan Košir Krajnčan
    """,
    // Hungarian, Romanian, Turkish, Baltic languages
    """
    Név Vezetéknév Keresztnév Cégnév Cég Város Beosztás Telefonszám Ügyvezető Igazgató László Zoltán \
    István Gábor József Sándor Péter András Mátyás Győző Győr Ágnes Éva Mária Ferencné Szűcs Kővári \
    Tóth Horváth Kovács Szabó Molnár Németh Balázs Székesfehérvár Pécs Szőke Gergő Endrődi Ernő \
    Oraș Oraş Județ Judeţ Țară Ţară Funcție Funcţie Ștefan Ştefan București Bucureşti Brăila Iași Iaşi \
    Timișoara Timişoara Brașov Braşov Constanța Constanţa Mădălina Răzvan Cătălin Ionuț Ionuţ Bogdan \
    Şirket Ünvan Görev Şehir Soyadı Adı İstanbul İzmir Eskişehir Yılmaz Şahin Çelik Öztürk Yıldız \
    Doğan Aydın Özdemir Arslan Kılıç Çağrı Gökhan Işık Muğla Kütahya Pavardė Įmonė Vardas Uzvārds \
    Vārds Uzņēmums Šarūnas Jānis Bērziņš Kalniņš Ozoliņš Rīga Šiauliai Klaipėda Panevėžys Mažeikiai
    """,
    // Russian, Ukrainian, Bulgarian, Greek
    """
    Имя Фамилия Отчество Компания Должность Телефон Город Страна Почта Адрес Сайт Иван Иванов Иванова \
    Сергей Алексей Александр Дмитрий Анна Мария Ольга Елена Татьяна Наталья Смирнов Кузнецов Попов \
    Петров Москва Санкт Петербург Новосибирск Екатеринбург Казань ООО ЗАО ОАО АО ИП Директор Менеджер \
    Ім'я Прізвище Компанія Посада Місто Київ Львів Одеса Харків Име Фирма Длъжност Град София Пловдив \
    Варна Георги Димитър Όνομα Επώνυμο Εταιρεία Πόλη Τηλέφωνο Θέση Αθήνα Θεσσαλονίκη Γιώργος Μαρία
    """,
  ]
}
