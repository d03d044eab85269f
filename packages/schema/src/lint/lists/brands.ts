/** Brands by the plain words a rewrite puts in their place. A name after `|` counts only beside such words, because alone it means something else. */
export const BRANDS: Readonly<Record<string, string>> = {
  'plain athletic': `Nike, Adidas, Reebok, Under Armour, New Balance, Asics, Air Jordan, Air Jordans, Air Max, Yeezy, Yeezys, Lululemon, Fila, Skechers, Timberland, Timberlands, Doc Martens,
    Dr Martens, Birkenstock, Birkenstocks, Crocs clogs, Hoka, Patagonia jacket, Patagonia fleece, North Face, The North Face, Columbia Sportswear, Arc'teryx, Gore-Tex, Decathlon, Foot Locker, Gymshark`,
  'plain fashion': `Gucci, Prada, Chanel, Louis Vuitton, LV monogram, Hermes bag, Hermès, Birkin, Birkin bag, Dior, Christian Dior, Versace, Balenciaga, Burberry, Fendi, Givenchy, Yves Saint Laurent, YSL, Armani,
    Dolce & Gabbana, Dolce and Gabbana, Valentino dress, Moncler, Off-White hoodie, Ralph Lauren, Tommy Hilfiger, Calvin Klein, Lacoste, Hugo Boss, Michael Kors, Kate Spade, Levi's, Levis, Abercrombie,
    H&M, Zara store, Zara dress, Zara shop, Uniqlo, Shein, Primark, Victoria's Secret, Ray-Ban, Ray-Bans, Ray Bans, Oakley sunglasses, Tiffany & Co, Tiffany's, Cartier, Bulgari, Pandora charm, Swarovski, Louboutin, Louboutins, Jimmy Choo, Supreme hoodie`,
  wristwatch: `Rolex, Omega Speedmaster, Omega Seamaster, Patek Philippe, Audemars Piguet, Tag Heuer, Breitling, Hublot, Casio, G-Shock, Swatch watch, Seiko, Apple Watch, Fitbit`,
  cola: `Coca-Cola, Coca Cola, CocaCola, Coke Zero, Diet Coke, Pepsi, Pepsi Max, Pepsi-Cola, Dr Pepper`,
  'soft drink': `Fanta, Mountain Dew, 7UP, 7-Up, Gatorade, Red Bull, Redbull, Monster Energy, Prime Hydration, Powerade, Lipton, Snapple, Evian, Perrier, San Pellegrino, Fiji Water, Nestea, Schweppes, LaCroix, Capri-Sun`,
  beer: `Heineken, Budweiser, Bud Light, Corona beer, Corona Extra, Guinness, Stella Artois, Carlsberg, Coors Light, Miller Lite, Modelo Especial, Tsingtao, Asahi Super Dry`,
  spirit: `Jack Daniel's, Jack Daniels, Johnnie Walker, Absolut, Absolut vodka, Grey Goose, Smirnoff, Bacardi, Jose Cuervo, Hennessy, Jägermeister, Jagermeister, Moet, Moët & Chandon, Dom Perignon, Baileys, Aperol, Campari, Bombay Sapphire, Jim Beam`,
  'coffee-shop': `Starbucks, Starbuck's, Dunkin' Donuts, Dunkin, Dunkin', Costa Coffee, Tim Hortons, Nespresso, Nescafe, Lavazza, Illy coffee, Keurig`,
  'fast-food': `McDonald's, McDonalds, McDonald's arches, Big Mac, Happy Meal, Burger King, Whopper, KFC, Kentucky Fried Chicken, Wendy's, Taco Bell, Domino's, Dominos pizza, Pizza Hut, Subway sandwich, Subway restaurant,
    Chipotle bowl, Chick-fil-A, Five Guys, In-N-Out, Popeyes chicken, Papa John's, Shake Shack, Nando's, Greggs`,
  snack: `Oreo, Oreos, KitKat, Kit Kat, Snickers bar, Twix, M&M's, M&Ms, Reese's, Hershey's, Hersheys, Cadbury, Toblerone, Nutella, Ferrero Rocher, Haribo, Skittles, Pringles, Doritos, Cheetos, Lay's, Ritz crackers, Ben & Jerry's,
    Häagen-Dazs, Haagen-Dazs, Magnum ice cream, Kellogg's, Cheerios, Frosties cereal, Heinz, Heinz ketchup, Campbell's soup, Nestle, Nestlé, Kraft Mac, Milka, Lindt, Danone, Philadelphia cream cheese, Tabasco, Marmite, Babybel, Barilla`,
  smartphone: `iPhone, iPhones, Samsung Galaxy, Galaxy S24, Google Pixel, OnePlus phone, Xiaomi, Huawei, Oppo phone, Motorola, Nokia, BlackBerry phone`,
  laptop: `MacBook, MacBooks, MacBook Pro, iMac, ThinkPad, Chromebook, Surface Pro, Alienware, Dell XPS, Lenovo, Microsoft Surface`,
  gadget: `iPad, iPads, AirPods, AirPod, Apple Vision Pro, Samsung, Sony, PlayStation, PS5, PS4, Xbox, Nintendo Switch, Game Boy, Gameboy, GoPro camera, Kindle, Bose headphones, Beats by Dre, Dyson, Roomba, Philips Hue, Panasonic, Toshiba,
    Canon camera, Nikon, Polaroid camera, Leica, Alexa speaker, Amazon Echo, HomePod, Sonos, JBL, Oculus, Meta Quest, Intel Inside, Nvidia, LG TV, Tupperware, KitchenAid, Nutribullet, Vitamix, Thermomix, Stanley cup tumbler, Yeti cooler, Hydro Flask, Zippo, Bic lighter, Sharpie, Crayola`,
  'sports car': `Ferrari, Lamborghini, Lambo, Porsche, McLaren, Bugatti, Maserati, Aston Martin, Corvette, Chevy Camaro, Camaro, Ford Mustang, Dodge Challenger, Nissan GT-R, Alfa Romeo`,
  car: `Tesla, Cybertruck, Tesla Model 3, BMW, Mercedes, Mercedes-Benz, Mercedes Benz, Audi, Volkswagen, VW, VW Beetle, VW bus, VW van, Toyota, Honda, Nissan, Mazda, Subaru, Hyundai, Kia car, Lexus, Bentley, Rolls-Royce, Rolls Royce, Range Rover,
    Land Rover, Jeep Wrangler, Ford F-150, Ford truck, Ford car, Chevrolet, Cadillac, Volvo, Mini Cooper, Fiat 500, Fiat, Renault, Peugeot, Citroen, Skoda, Opel, Rivian, Polestar, Hummer truck, G-Wagon, Prius, BYD, Dacia, Lucid Air`,
  motorcycle: `Harley-Davidson, Harley Davidson, Harley, Ducati, Kawasaki, Yamaha motorcycle, Vespa, Triumph motorcycle, BMW motorcycle`,
  'toy-brick': `Lego, Legos, Lego Star Wars, Duplo, Playmobil`,
  toy: `Hot Wheels, Nerf gun, Play-Doh, Rubik's Cube, Monopoly board, Mattel, Hasbro, Funko Pop, Squishmallow, Squishmallows, Build-A-Bear, Jellycat`,
  shop: `IKEA, Walmart, Costco, Tesco, Aldi, Lidl, Sainsbury's, Whole Foods, 7-Eleven, Trader Joe's, Best Buy, Home Depot, The Home Depot, Macy's, Harrods, Selfridges, Sephora, Ulta Beauty, Carrefour, Rewe, Edeka, Marks & Spencer, Marks and Spencer, Apple Store, Toys R Us, eBay, Etsy, Alibaba, AliExpress, Temu app, Wayfair, Zalando`,
  delivery: `FedEx, UPS truck, UPS van, UPS driver, DHL, USPS, Amazon Prime, Amazon box, Amazon boxes, Amazon package, Amazon packages, Amazon van, Amazon logo, Amazon delivery, DoorDash, Uber Eats, UberEats, Deliveroo, Grubhub, Uber, Uber car, Lyft, Airbnb, Booking.com, Expedia`,
  'social app': `TikTok, Instagram, Facebook, YouTube, Snapchat, Twitter, Twitter bird, WhatsApp, LinkedIn, Pinterest, Reddit, Netflix, Spotify, Hulu, HBO, HBO Max, Twitch stream, Discord app, Zoom call, Google, Google Maps, Microsoft, Windows 11, ChatGPT, OpenAI, Tinder, Hinge app, PayPal, Venmo, Mastercard, American Express, Visa card, Bitcoin logo`,
  'theme park': `Disneyland, Disney World, Disneyworld, Legoland, Universal Studios, SeaWorld, Six Flags, EuroDisney, Hogwarts Express`,
  airline: `Emirates, Emirates airline, Lufthansa, Ryanair, EasyJet, British Airways, Delta Airlines, Delta Air Lines, United Airlines, American Airlines, Air France, KLM, Qantas, Singapore Airlines, Boeing, Airbus, Hilton hotel, Marriott, Ritz-Carlton, Four Seasons hotel`,
  beauty: `L'Oreal, L'Oréal, Maybelline, Estee Lauder, Estée Lauder, Clinique, Lancome, Lancôme, Nivea, Neutrogena, Olay, Garnier, Pantene, Head & Shoulders, Dove soap, Dove shampoo, Dove bar, Gillette, Old Spice, Axe body spray, Colgate, Oral-B, Listerine, Fenty, Fenty Beauty,
    Rare Beauty, Glossier, CeraVe, The Ordinary serum, Chanel No 5, Chanel No. 5, Vaseline, Kleenex, Pampers, Huggies, Tampax, Durex, Tylenol, Advil, Pepto-Bismol, Band-Aid, Viagra, Ozempic, Botox`,
  household: `Tide Pods, Tide detergent, Febreze, Mr Clean, Swiffer, Windex, Clorox, Lysol, Ariel detergent, Persil, Ajax cleaner, Duracell, Energizer bunny, WD-40, Bosch, DeWalt, Makita, Black & Decker, John Deere, Caterpillar excavator, Caterpillar bulldozer, Purina, Pedigree dog food, Whiskas, Fancy Feast`,
  sports: `Manchester United, Real Madrid, FC Barcelona, Bayern Munich, Liverpool FC, Arsenal jersey, Chelsea FC, Juventus, Paris Saint-Germain, PSG jersey, Yankees, New York Yankees, Lakers, Los Angeles Lakers, Chicago Bulls, Golden State Warriors, Dallas Cowboys, Boston Celtics, NBA logo, NFL, NFL logo, FIFA, World Cup trophy FIFA, UEFA, Super Bowl trophy, Olympic rings, Formula 1 logo, Wilson tennis, Spalding`,
  'famous-name': `McLovin, Shell gas, Shell station, Shell logo, ExxonMobil, Exxon, Chevron station, BP station, Marlboro, Marlboro man, Camel cigarettes, Lucky Strike, Juul, Swiss Army knife, Victorinox, Getty Images, Goldman Sachs, JPMorgan, Deloitte, IBM, SpaceX, NASA logo, Hallmark card, National Geographic, Playboy bunny, Playboy, Hooters, Trump Tower`,
};

/** Names that are everyday words, with the words that make them brands. */
export const BRANDS_IN_CONTEXT = `
Apple|logo|store|stores|laptop|smartphone|smartwatch|phone|computer|macbook|ios|watch face|device|keynote|brand
Amazon|logo|prime|package|parcel|box|van|warehouse|driver|delivery|locker|echo
Target|store|logo|bullseye logo|shopping cart|bag from
Shell|logo|gas station|petrol|fuel
Jaguar|car|sports car|sedan|coupe|f-type|e-type|xk|grille|hood ornament|convertible|logo|drives|driving
Puma|sneaker|running shoe|shoe|tracksuit|logo|jersey|hoodie|sportswear|cap
Dove|soap|shampoo|body wash|deodorant|logo|lotion
Tide|detergent|laundry|pods|logo
Caterpillar|excavator|bulldozer|logo|boots
Blackberry|phone|keyboard phone|logo
Orange|telecom|logo of orange
Gap|hoodie|store|logo
Visa|card|logo|credit
Polo|ralph|logo|volkswagen
Converse|sneaker|shoe|all star|chuck
Vans|sneaker|shoe|skate|old skool|logo|off the wall|checkerboard
Crocs|clog|shoe|wearing|feet|kitchen|garden|pair of
Champion|hoodie|logo
Supreme|hoodie|logo|box logo|streetwear|skateboard
Diesel|jeans|logo
Guess|jeans|logo
Coach|handbag|leather bag|purse|logo
Fossil|watch|logo
Omega|watch|logo|dial|speedmaster
Swatch|watch|wrist
Corona|beer|bottle|lime|logo
Coke|can|bottle|logo|fizz|fizzes|fizzy|drink|drinks|drinking|glass|ad|sips|sipping|diet
Sprite|can|bottle|soda|logo|lemon
Monster|energy drink|energy can|can of|logo
Subway|sandwich|footlong|restaurant|logo
Chipotle|bowl from|burrito from|restaurant|logo|mexican grill
Mars|chocolate|candy bar|bar wrapper|logo
Galaxy|samsung|phone|logo|chocolate
Pixel|google|phone
Kindle|e-reader|reading|ebook|amazon
Echo|alexa|amazon|smart speaker
Alexa|amazon|speaker|echo
Windows|microsoft|operating system|laptop screen|logo
Meta|logo|facebook|quest|zuckerberg
X|logo|formerly twitter
Ford|truck|pickup|mustang|car|logo|f-150|bronco|suv|sedan|dealership|oval
Jeep|wrangler|logo|drives|off-road|grille
Mustang|ford|muscle car|car|engine|logo|convertible
Beetle|vw|volkswagen
Mini|cooper|bmw
Dodge|charger|ram|truck|challenger|car
Triumph|motorcycle|bonneville
Hummer|truck|suv|car
Smart|fortwo
Seat|ibiza|leon
Lincoln|navigator|continental|car|logo
Bentley|car|drives|logo|continental
Delta|airline|airlines|plane|logo|flight
Virgin|atlantic|airline|logo
Hilton|hotel|logo|lobby
Uniqlo|
Zoom|logo|app|meeting
Slack|logo|app|workspace
Discord|logo|app|server
Twitch|stream|logo|streamer
Snickers|bar|chocolate|candy|wrapper
Bounty|chocolate|paper towel|coconut bar
Always|pads
Axe|body spray|deodorant
Old Navy|store|shirt|jeans
Zara|store|dress|shop|bag|logo|blazer
Pandora|bracelet|charm|jewelry|jewellery|logo
Hermes|bag|scarf|birkin|silk|logo|paris
Patagonia|fleece|vest|logo|beanie|jacket logo
Columbia|jacket|sportswear|logo
Canon|lens|logo|eos|dslr|mirrorless|photographer|shutter|printer
Oakley|sunglasses|goggles|logo
Polaroid|camera|logo|photo falls|instant
GoPro|logo|camera on|product shot|holds a|unboxing
Stanley|tumbler|cup|quencher
Yeti|cooler|tumbler|mug
Popeyes|chicken|restaurant|sandwich
Wilson|tennis|racket|volleyball
Titleist|golf
Marlboro|
Camel|cigarette|pack of|cigarettes
Emirates|airline|plane|a380|cabin|flight|stewardess
Energizer|bunny|battery
Uber|driver|ride|car|app|logo|eats
Zippo|
Sharpie|
Lays|chips|crisps|bag
Boss|hugo
Philips|shaver|bulb|tv|logo
Airbus|
`;

/** Names that are brands elsewhere and none here: beside them nothing is read into the word. */
export const NO_BRANDS = `
Amazon river, Amazon rainforest, Amazon jungle, Amazon basin, Amazon forest, Amazon delta, Amazon tribe, Mars rover, Mars colony, Mars base, Mars landscape, Mars mission, surface of Mars,
Camel caravan, Patagonia peaks, Apple orchard, Apple tree, Apple trees, Apple pie, Apple blossom, Apple slices, Apple juice, Apple cider, Apple crumble, Apple harvest, Shell beach,
Orange juice, Orange tree, Orange grove, Orange peel, Target practice, Tide pool, Tide pools, Coach and team, Windows of, Champion of, Delta of, Galaxy of, Corona of, Echo of, Dodge the,
Guess the, Smart city, Smart home, Mini golf, Mini market, Visa office, Converse with, Queen of, Eagles soar, Canon fires, Virgin forest, Virgin snow, Virgin olive oil, Olive oil, Mustang horse,
Mustang horses, Mustang herd, Triumph of, Seat belt, Lincoln Memorial, Polo match, Polo shirt, Polo player, Polo horse, Diesel engine, Diesel locomotive, Bounty of, Fossil bed, Gap between, Supreme Court
`;
