/** Brands by the plain words a rewrite puts in their place. A name after `|` counts only beside such words, because alone it means something else. */
export const BRANDS: Readonly<Record<string, string>> = {
  'plain athletic': `Nike, Adidas, Reebok, New Balance, Asics, Air Jordan, Air Jordans, Air Max, Yeezy, Yeezys, Fila, Skechers, Timberland, Timberlands, Doc Martens, Dr Martens,
    Birkenstock, Birkenstocks, Crocs clogs, Hoka`,
  'plain sports': `Under Armour, Lululemon, Gore-Tex, Decathlon^, Foot Locker, Gymshark`,
  'plain outdoor': `Patagonia jacket, Patagonia fleece, North Face, The North Face, Columbia Sportswear, Arc'teryx`,
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
    Häagen-Dazs, Haagen-Dazs, Magnum ice cream, Kellogg's, Cheerios, Frosties cereal, Heinz, Heinz ketchup, Campbell's soup, Nestle^, Nestlé, Kraft Mac, Milka, Lindt, Danone, Philadelphia cream cheese, Tabasco, Marmite, Babybel, Barilla`,
  smartphone: `iPhone, iPhones, Samsung Galaxy, Galaxy S24, Google Pixel, OnePlus phone, Xiaomi, Huawei, Oppo phone, Motorola, Nokia, BlackBerry phone`,
  laptop: `MacBook, MacBooks, MacBook Pro, iMac, ThinkPad, Chromebook, Surface Pro, Alienware, Dell XPS, Lenovo, Microsoft Surface`,
  gadget: `iPad, iPads, AirPods, AirPod, Apple Vision Pro, Samsung, Sony, PlayStation, PS5, PS4, Xbox, Nintendo Switch, Game Boy, Gameboy, GoPro camera, Kindle^, Bose headphones, Beats by Dre, Dyson, Roomba, Philips Hue, Panasonic, Toshiba,
    Canon camera, Nikon, Polaroid camera, Leica, Alexa speaker, Amazon Echo, HomePod, Sonos, JBL, Oculus, Meta Quest, Intel Inside, Nvidia, LG TV, Tupperware, KitchenAid, Nutribullet, Vitamix, Thermomix, Stanley cup tumbler, Yeti cooler, Hydro Flask, Zippo, Bic lighter, Sharpie, Crayola`,
  'sports car': `Ferrari, Lamborghini, Lambo, Porsche, McLaren, Bugatti, Maserati, Aston Martin, Corvette, Chevy Camaro, Camaro, Ford Mustang, Dodge Challenger, Nissan GT-R, Alfa Romeo`,
  car: `Tesla, Cybertruck, Tesla Model 3, BMW, Mercedes, Mercedes-Benz, Mercedes Benz, Audi, Volkswagen, VW, VW Beetle, VW bus, VW van, Toyota, Honda, Nissan, Mazda, Subaru, Hyundai, Kia car, Lexus, Bentley, Rolls-Royce, Rolls Royce, Range Rover,
    Land Rover, Jeep Wrangler, Ford F-150, Ford truck, Ford car, Chevrolet, Cadillac, Volvo, Mini Cooper, Fiat 500, Fiat, Renault, Peugeot, Citroen, Skoda, Opel, Rivian, Polestar, Hummer truck, G-Wagon, Prius, BYD, Dacia, Lucid Air`,
  motorcycle: `Harley-Davidson, Harley Davidson, Harley, Ducati, Kawasaki, Yamaha motorcycle, Vespa, Triumph motorcycle, BMW motorcycle`,
  'toy-brick': `Lego, Legos, Lego Star Wars, Duplo, Playmobil`,
  toy: `Hot Wheels, Nerf gun, Play-Doh, Rubik's Cube, Monopoly board, Mattel, Hasbro, Funko Pop, Squishmallow, Squishmallows, Build-A-Bear, Jellycat`,
  shop: `IKEA, Walmart, Costco, Tesco, Aldi, Lidl, Sainsbury's, Whole Foods, 7-Eleven, Trader Joe's, Best Buy, Home Depot, The Home Depot, Macy's, Harrods, Selfridges, Sephora, Ulta Beauty, Carrefour, Rewe, Edeka, Marks & Spencer, Marks and Spencer, Apple Store, Toys R Us, eBay, Etsy, Alibaba, AliExpress, Temu app, Wayfair, Zalando`,
  delivery: `FedEx, UPS truck, UPS van, UPS driver, DHL, USPS, Amazon Prime, Amazon box, Amazon boxes, Amazon package, Amazon packages, Amazon van, Amazon logo, Amazon delivery, DoorDash, Uber Eats, UberEats, Deliveroo, Grubhub, Uber, Uber car, Lyft, Airbnb, Booking.com, Expedia`,
  'social app': `TikTok, Instagram, Facebook, YouTube, Snapchat, Twitter^, Twitter bird, WhatsApp, LinkedIn, Pinterest, Reddit, Netflix, Spotify, Hulu, HBO, HBO Max, Twitch stream, Discord app, Zoom call, Google, Google Maps, Microsoft, Windows 11, ChatGPT, OpenAI, Tinder^, Hinge app, PayPal, Venmo, Mastercard, American Express, Visa card, Bitcoin logo`,
  'theme park': `Disneyland, Disney World, Disneyworld, Legoland, Universal Studios, SeaWorld, Six Flags, EuroDisney, Hogwarts Express`,
  airline: `Emirates, Emirates airline, Lufthansa, Ryanair, EasyJet, British Airways, Delta Airlines, Delta Air Lines, United Airlines, American Airlines, Air France, KLM, Qantas, Singapore Airlines, Boeing, Airbus, Hilton hotel, Marriott, Ritz-Carlton, Four Seasons hotel`,
  beauty: `L'Oreal, L'Oréal, Maybelline, Estee Lauder, Estée Lauder, Clinique, Lancome, Lancôme, Nivea, Neutrogena, Olay, Garnier, Pantene, Head & Shoulders, Dove soap, Dove shampoo, Dove bar, Gillette, Old Spice, Axe body spray, Colgate, Oral-B, Listerine, Fenty, Fenty Beauty,
    Rare Beauty, Glossier, CeraVe, The Ordinary serum, Chanel No 5, Chanel No. 5, Vaseline, Kleenex, Pampers, Huggies, Tampax, Durex, Tylenol, Advil, Pepto-Bismol, Band-Aid, Viagra, Ozempic, Botox`,
  household: `Tide Pods, Tide detergent, Febreze, Mr Clean, Swiffer, Windex, Clorox, Lysol, Ariel detergent, Persil, Ajax cleaner, Duracell, Energizer bunny, WD-40, Bosch, DeWalt, Makita, Black & Decker, John Deere, Caterpillar excavator, Caterpillar bulldozer, Purina, Pedigree dog food, Whiskas, Fancy Feast`,
  sports: `Manchester United, Real Madrid, FC Barcelona, Bayern Munich, Liverpool FC, Arsenal jersey, Chelsea FC, Juventus, Paris Saint-Germain, PSG jersey, Yankees, New York Yankees, Lakers, Los Angeles Lakers, Chicago Bulls, Golden State Warriors, Dallas Cowboys, Boston Celtics, NBA logo, NFL, NFL logo, FIFA, World Cup trophy FIFA, UEFA, Super Bowl trophy, Olympic rings, Formula 1 logo, Wilson tennis, Spalding`,
  'famous-name': `McLovin, Shell gas, Shell station, Shell logo, ExxonMobil, Exxon, Chevron station, BP station, Marlboro, Marlboro man, Camel cigarettes, Lucky Strike, Juul, Swiss Army knife, Victorinox, Getty Images, Goldman Sachs, JPMorgan, Deloitte, IBM, SpaceX, NASA logo, Hallmark card, National Geographic, Playboy bunny, Playboy, Hooters, Trump Tower`,
};

/** Names that are everyday words: `name=what it is|words that make it a brand`. */
export const BRANDS_IN_CONTEXT = `
Apple=gadget|logo|store|stores|laptop|smartphone|smartwatch|phone|computer|macbook|ios|watch face|device|keynote|brand
Amazon=delivery|logo|prime|package|parcel|box|van|warehouse|driver|delivery|locker|echo
Target=shop|store|logo|bullseye logo|shopping cart|bag from
Shell|logo|gas station|petrol|fuel
Jaguar=car|car|sports car|sedan|coupe|f-type|e-type|xk|grille|hood ornament|convertible|logo|drives|driving
Puma=plain athletic|sneaker|running shoe|shoe|tracksuit|logo|jersey|hoodie|sportswear|cap
Dove=beauty|soap|shampoo|body wash|deodorant|logo|lotion
Tide=household|detergent|laundry|pods|logo
Caterpillar|excavator|bulldozer|logo|boots
Blackberry=smartphone|phone|keyboard phone|logo
Orange|telecom|logo of orange
Gap=plain fashion|hoodie|store|logo
Visa|card|logo|credit
Polo=plain fashion|ralph|logo|volkswagen
Converse=plain athletic|sneaker|shoe|all star|chuck
Vans=plain athletic|sneaker|shoe|skate|old skool|logo|off the wall|checkerboard
Crocs=plain athletic|clog|shoe|wearing|feet|kitchen|garden|pair of
Champion=plain fashion|hoodie|logo
Supreme=plain fashion|hoodie|logo|box logo|streetwear|skateboard
Diesel=plain fashion|jeans|logo
Guess=plain fashion|jeans|logo
Coach=plain fashion|handbag|leather bag|purse|logo
Fossil=wristwatch|watch|logo
Omega=wristwatch|watch|logo|dial|speedmaster
Swatch=wristwatch|watch|wrist
Corona=beer|beer|bottle|lime|logo
Coke=cola|can|bottle|logo|fizz|fizzes|fizzy|drink|drinks|drinking|glass|ad|sips|sipping|diet
Sprite=soft drink|can|bottle|soda|logo|lemon
Monster=soft drink|energy drink|energy can|can of|logo
Subway=fast-food|sandwich|footlong|restaurant|logo
Chipotle=fast-food|bowl from|burrito from|restaurant|logo|mexican grill
Mars=snack|chocolate|candy bar|bar wrapper|logo
Galaxy=snack|samsung|phone|logo|chocolate bar
Pixel=gadget|google|phone
Kindle=gadget|e-reader|reading|ebook|amazon
Echo=gadget|alexa|amazon|smart speaker
Alexa=gadget|amazon|speaker|echo
Windows|microsoft|operating system|laptop screen|logo
Meta=gadget|logo|facebook|quest|zuckerberg
X|logo|formerly twitter
Ford=car|truck|pickup|mustang|car|logo|f-150|bronco|suv|sedan|dealership|oval
Jeep=car|wrangler|logo|drives|off-road|grille
Mustang=car|ford|muscle car|car|engine|logo|convertible
Beetle=car|vw|volkswagen
Mini=car|cooper|bmw
Dodge=car|charger|ram|truck|challenger|car
Triumph=motorcycle|motorcycle|bonneville
Hummer=car|truck|suv|car
Smart=car|fortwo
Seat=car|ibiza|leon
Lincoln=car|navigator|continental|car|logo
Bentley=car|car|drives|logo|continental
Delta=airline|airline|airlines|plane|logo|flight
Virgin=airline|atlantic|airline|logo
Hilton=hotel|hotel|logo|lobby
Uniqlo=shop|
Zoom=social app|logo|app|meeting
Slack=social app|logo|app|workspace
Discord=social app|logo|app|server
Twitch=social app|stream|logo|streamer
Snickers=snack|bar|chocolate|candy|wrapper
Bounty=snack|chocolate|paper towel|coconut bar
Always|pads
Axe=beauty|body spray|deodorant
Old Navy|store|shirt|jeans
Zara=plain fashion|store|dress|shop|bag|logo|blazer
Pandora=plain fashion|bracelet|charm|jewelry|jewellery|logo
Hermes=plain fashion|bag|scarf|birkin|silk|logo|paris
Patagonia=plain outdoor|fleece|vest|logo|beanie|jacket logo
Columbia=plain outdoor|jacket|sportswear|logo
Canon=gadget|lens|logo|eos|dslr|mirrorless|photographer|shutter|printer
Oakley=plain fashion|sunglasses|goggles|logo
Polaroid=gadget|camera|logo|photo falls|instant
GoPro=gadget|logo|camera on|product shot|holds a|unboxing
Stanley=tumbler|tumbler|cup|quencher
Yeti=tumbler|cooler|tumbler|mug
Popeyes=fast-food|chicken|restaurant|sandwich
Wilson=sports|tennis|racket|volleyball
Titleist=sports|golf
Marlboro=tobacco|
Camel=tobacco|cigarette|pack of|cigarettes
Emirates=airline|airline|plane|a380|cabin|flight|stewardess
Energizer=household|bunny|battery
Uber=social app|driver|ride|car|app|logo|eats
Zippo=lighter|
Sharpie=marker|
Lays=snack|chips|crisps|bag
Boss=plain fashion|hugo
Philips=gadget|shaver|bulb|tv|logo
Airbus=airline|
`;

/** Names that are brands elsewhere and none here: beside them nothing is read into the word. */
export const NO_BRANDS = `
Amazon river, Amazon rainforest, Amazon jungle, Amazon basin, Amazon forest, Amazon delta, Amazon tribe, Mars rover, Mars colony, Mars base, Mars landscape, Mars mission, surface of Mars,
Camel caravan, Patagonia peaks, Apple orchard, Apple tree, Apple trees, Apple pie, Apple blossom, Apple slices, Apple juice, Apple cider, Apple crumble, Apple harvest, Shell beach,
Orange juice, Orange tree, Orange grove, Orange peel, Target practice, Tide pool, Tide pools, Coach and team, Windows of, Champion of, Delta of, Galaxy of, Corona of, Echo of, Dodge the,
Guess the, Smart city, Smart home, Mini golf, Mini market, Visa office, Converse with, Queen of, Eagles soar, Canon fires, Virgin forest, Virgin snow, Virgin olive oil, Olive oil, Mustang horse,
Mustang horses, Mustang herd, Triumph of, Seat belt, Lincoln Memorial, Polo match, Polo shirt, Polo player, Polo horse, Diesel engine, Diesel locomotive, Bounty of, Fossil bed, Gap between, Supreme Court
`;
