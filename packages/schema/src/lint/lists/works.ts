/** Characters, and how a rewrite speaks of them: "an original character". */
export const CHARACTERS = `
Harry Potter, Hermione Granger, Hermione, Ron Weasley, Dumbledore, Voldemort, Severus Snape, Hagrid, Dobby the house elf, Mickey Mouse, Minnie Mouse, Mickey and Minnie,
Donald Duck, Daisy Duck, Scrooge McDuck, Winnie the Pooh, Winnie-the-Pooh, Tigger^, Eeyore, Tinker Bell, Tinkerbell, Simba^, Mufasa, Buzz Lightyear, Sheriff Woody,
Lightning McQueen, Finding Nemo, Wall-E, WALL·E, Baymax, Moana, Elsa and Anna, Elsa from Frozen, Queen Elsa, Princess Elsa, Olaf the snowman, Olaf from Frozen, Maleficent,
Cruella de Vil, Cruella^, Jack Sparrow, Captain Jack Sparrow, Darth Vader, Luke Skywalker, Skywalker, Princess Leia, Han Solo, Chewbacca, Yoda, Baby Yoda, Grogu, R2-D2,
R2D2, C-3PO, C3PO, Boba Fett, Kylo Ren, Obi-Wan Kenobi, Obi-Wan, Stormtrooper, Stormtroopers, Jedi^, The Mandalorian, Mandalorian, Spider-Man, Peter Parker, Miles Morales,
Iron Man, Tony Stark, Captain America, Incredible Hulk, The Hulk, Black Widow Avenger, Thanos, Black Panther Wakanda, Deadpool, Wolverine X-Men, Doctor Strange, Groot,
Rocket Raccoon, Ant-Man, Scarlet Witch, Captain Marvel, Superman, Supergirl, Clark Kent, Batman, Batmobile, Bruce Wayne, Bat-Signal, Wonder Woman, Aquaman, Harley Quinn,
Catwoman, Green Lantern, Poison Ivy villain, Pikachu, Charizard, Bulbasaur, Squirtle, Ash Ketchum, Super Mario, Mario and Luigi, Princess Peach, Bowser, Donkey Kong, Yoshi^,
Sonic the Hedgehog, Tails the fox, Zelda, Princess Zelda, Pac-Man, Lara Croft, Master Chief, Kratos, Solid Snake, Geralt of Rivia, Cloud Strife, Kirby Nintendo,
Crash Bandicoot, Goku, Son Goku, Vegeta, Naruto, Naruto Uzumaki, Sasuke, Luffy, Monkey D Luffy, Sailor Moon, Doraemon, Totoro, My Neighbor Totoro, No-Face, Kiki's Delivery Service,
Astro Boy, Hatsune Miku, Tanjiro, Nezuko, Saitama, Hello Kitty, Kuromi, My Melody, Cinnamoroll, Gudetama, Snoopy, Charlie Brown, Garfield the cat, Garfield^, Bugs Bunny,
Daffy Duck, Tweety, Tweety Bird, Wile E Coyote, Road Runner and Coyote, Tom and Jerry, Scooby-Doo, Scooby Doo, Shaggy and Scooby, Fred Flintstone, Yogi Bear, Popeye,
Betty Boop, Pink Panther, Homer Simpson, Bart Simpson, Marge Simpson, Lisa Simpson, Peter Griffin, Stewie, Rick Sanchez, Rick and Morty, SpongeBob, SpongeBob SquarePants,
Patrick Star, Squidward, Dora the Explorer, Peppa Pig, Bluey and Bingo, Paw Patrol, Thomas the Tank Engine, Teletubbies, Teletubby, Elmo, Cookie Monster, Big Bird Sesame,
Kermit^, Kermit the Frog, Miss Piggy, Paddington, Paddington Bear, Peter Rabbit Potter, Gruffalo, Shrek, Puss in Boots Shrek, Donkey from Shrek, Po the panda, Kung Fu Panda,
Minions^, Despicable Me, Gru^, Toothless dragon, Stitch from Lilo, Lilo and Stitch, James Bond, Agent 007, Indiana Jones, Terminator, T-800, RoboCop, E.T. the alien,
Rocky Balboa, Rambo, John Wick, Ethan Hunt, Jason Bourne, Neo from The Matrix, Agent Smith, Morpheus^, Gandalf, Frodo, Frodo Baggins, Bilbo, Bilbo Baggins, Gollum^, Legolas,
Aragorn, Sauron, Daenerys, Daenerys Targaryen, Khaleesi, Jon Snow, Tyrion, Tyrion Lannister, Walter White, Heisenberg Breaking Bad, Jesse Pinkman, Eleven from Stranger Things,
Demogorgon, Wednesday Addams, Morticia Addams, Gomez Addams, Addams Family, Edward Scissorhands, Jack Skellington, Beetlejuice, Willy Wonka, Oompa Loompa, Mary Poppins,
Ghostface, Freddy Krueger, Jason Voorhees, Michael Myers mask, Pennywise, Hannibal Lecter, Chucky doll, Barbie^, Barbie doll, Barbie and Ken, Ken doll, GI Joe, He-Man,
Optimus Prime, Bumblebee Transformer, Megatron, Godzilla, King Kong, Katniss, Katniss Everdeen, Edward Cullen, Bella Swan, Jack Dawson, Forrest Gump, Austin Powers,
Mr Bean, Ron Burgundy, Borat, Marty McFly, Doc Brown, DeLorean time machine, Sherlock BBC, Doctor Who, Dalek, Daleks, TARDIS, Captain Kirk, Mr Spock, Spock^, Captain Picard,
Michelin Man, Ronald McDonald, Tony the Tiger, Colonel Sanders, Care Bears, Care Bear, My Little Pony, Polly Pocket, Smurf^, Smurfs, Smurfette, Asterix, Obelix, Tintin,
Lucky Luke, Moomin, Moomins, Pippi Longstocking, Miffy, Maya the Bee, Shaun the Sheep, Wallace and Gromit, Bob the Builder, Fireman Sam, Postman Pat, Labubu, Ninja Turtles,
Ninja Turtle, Power Rangers, Power Ranger, Powerpuff Girls, Ben 10, Woody Woodpecker, Felix the Cat, Casper the Friendly Ghost, Mr Potato Head, Jar Jar Binks,
哈利波特, 哈利·波特, 皮卡丘, 米老鼠, 蜘蛛侠, 蝙蝠侠, 钢铁侠, 孙悟空七龙珠, 哆啦A梦, 机器猫, 海绵宝宝, 喜羊羊, 熊大熊二, 龙猫, 奥特曼, 柯南, 超级马里奥, 冰雪奇缘
`;

/** Films, series, games and their worlds: "an original world". */
export const WORLDS = `
Star Wars, Star Trek, Death Star, Millennium Falcon, Lightsaber, Lightsabers, Light saber, X-wing, Hogwarts, Gryffindor, Slytherin, Hufflepuff, Ravenclaw, Quidditch, Diagon Alley,
Lord of the Rings, Middle-earth, Mordor, The Shire, Rivendell, The Hobbit, Game of Thrones, Iron Throne, Westeros, House of the Dragon, Stranger Things, The Upside Down,
Squid Game, Breaking Bad, Better Call Saul, Walking Dead, Peaky Blinders, Bridgerton, Downton Abbey, Money Heist, La Casa de Papel, The Crown Netflix^, Black Mirror^,
The Mandalorian, The Last of Us, The Witcher, Succession HBO^, Mad Men^, The Sopranos, Sopranos, The Simpsons, Springfield Simpsons, Family Guy, South Park, Futurama, Bojack Horseman,
Looney Tunes, Sesame Street, The Muppets, Muppets^, Muppet^, Toy Story, Lion King, The Lion King, Little Mermaid Disney, Finding Dory, Monsters Inc, The Incredibles, Ratatouille movie,
Inside Out movie, Encanto, Zootopia, Beauty and the Beast Disney, Pirates of the Caribbean, Jurassic Park, Jurassic World, Back to the Future, Ghostbusters, Blade Runner,
The Matrix^, Mad Max^, Fury Road, Fast and Furious, Fast and the Furious, Mission Impossible, Top Gun^, Kill Bill^, Pulp Fiction, Reservoir Dogs, Fight Club^, The Godfather, Godfather movie,
The Shining^, Overlook Hotel, 2001 A Space Odyssey, HAL 9000, A Clockwork Orange, Dirty Dancing, Hunger Games, The Hunger Games, Twilight saga, The Avengers^, Avengers^, Justice League^,
Guardians of the Galaxy, X-Men, Marvel Cinematic Universe, MCU, Wakanda, Gotham City, Gotham^, Metropolis Superman, Stark Tower, Pandora Avatar, Na'vi, Avatar The Way of Water,
Avatar the Last Airbender, Dune movie, Arrakis, Oppenheimer movie, La La Land, The Grand Budapest Hotel, Grand Budapest Hotel, Moonrise Kingdom, Amelie movie, Spirited Away,
Princess Mononoke, Howl's Moving Castle, Ponyo, Your Name anime, Attack on Titan, Demon Slayer^, One Piece anime, Dragon Ball, Dragon Ball Z, Death Note^, My Hero Academia, Jujutsu Kaisen,
Neon Genesis Evangelion, Evangelion, Ghost in the Shell, Cowboy Bebop, Akira anime, Chainsaw Man, Fullmetal Alchemist, Pokemon, Pokémon, Pokeball, Poke Ball, Digimon, Yu-Gi-Oh,
Minecraft, Fortnite, Roblox, Among Us crewmate, Legend of Zelda, Hyrule, Mushroom Kingdom, Mario Kart, Animal Crossing, Super Smash Bros, Call of Duty^, Grand Theft Auto, GTA, GTA V, GTA 6,
Red Dead Redemption, Cyberpunk 2077, Night City Cyberpunk 2077, World of Warcraft, Warcraft, League of Legends, Overwatch, Assassin's Creed, Elden Ring, Dark Souls^, Skyrim, Elder Scrolls,
Halo Master Chief, Final Fantasy^, Street Fighter^, Mortal Kombat, Tekken, Resident Evil^, Silent Hill^, Tomb Raider, Angry Birds^, Candy Crush^, Plants vs Zombies, Five Nights at Freddy's,
Genshin Impact, Tetris game, Space Invaders arcade^, Transformers movie, Care Bears, Narnia, Percy Jackson, Fantastic Beasts, Wizarding World, Charlie and the Chocolate Factory,
The Very Hungry Caterpillar, Where the Wild Things Are, Cat in the Hat, The Grinch, Grinch, The Lorax, Home Alone^, Polar Express, Nightmare Before Christmas, Love Actually^, Mean Girls^,
The Devil Wears Prada, Sex and the City, Emily in Paris, Gossip Girl, Grey's Anatomy, Baywatch, Saturday Night Live, Teletubbies, Hamilton musical, Les Miserables musical,
Phantom of the Opera musical, Wicked musical, The Bachelor show, MasterChef, Great British Bake Off, Top Gear, Love Island^, Schitt's Creek, Ted Lasso, The Mandalorian, Severance Apple,
Wednesday Netflix, Arcane League, Kpop Demon Hunters, KPop Demon Hunters, Sound of Music, Grease musical, Mamma Mia musical, Rocky Horror, 权力的游戏, 星球大战, 宝可梦, 千与千寻, 进击的巨人, 海贼王, 火影忍者
`;

/** Studios and publishers whose look is asked for: "an original animated style". */
export const STUDIOS = `
Studio Ghibli, Ghibli, Ghibli-esque, Pixar, Disney Pixar, Disney, DreamWorks, Walt Disney, Illumination Studios, Aardman, Cartoon Network, Nickelodeon, Hanna-Barbera, Laika Studios,
Marvel^, Marvel Comics, DC Comics, Lucasfilm, Nintendo, Capcom, Blizzard Entertainment, Warner Bros, Looney Tunes, Sanrio, Toei Animation, Ufotable, Rockstar Games, Archie Comics, 吉卜力, 迪士尼, 皮克斯
`;

/** Titles that are everyday words: only beside such words, or said to be a film, a series or a game. */
export const WORKS_IN_CONTEXT = `
Frozen|elsa|anna and|olaf|disney|arendelle|let it go|the movie|princess from
Avatar|pandora|na'vi|blue alien|james cameron|the movie|airbender
Titanic|scene from|bow scene|jack and rose|movie|film|like in
Matrix|bullet time|bullet-time|neo |movie|film|green code|green digital rain
Joker|batman|gotham|villain|heath ledger|joaquin|clown prince
Inception|film|movie|scene|folding city|hallway fight
Interstellar|movie|film|scene from
Gladiator|movie|film with|maximus
Alien|xenomorph|ripley|nostromo
Predator|xenomorph|dreadlocked|movie
Jaws|movie|film|spielberg|theme
Psycho|shower scene|hitchcock|film
Minion|banana|yellow|gru|goggles|despicable
Friends|tv show|sitcom|tv series|central perk|rachel|chandler|theme
The Office|tv show|sitcom|dunder|michael scott|series
Up|pixar|balloon house movie|movie up
Cars|pixar|mcqueen
Coco|pixar|movie
Dune|sandworm|arrakis|fremen|villeneuve|movie|film
Tron|legacy|light cycle|movie|film|grid style
Drive|ryan gosling
Rocky|balboa|movie|stairs scene|steps scene
Grease|musical|travolta|movie
Wicked|elphaba|glinda|musical
Encanto|mirabel|disney
Hamilton|musical|broadway
Cats|the musical|broadway|andrew lloyd
Mulan|disney
Aladdin|disney
Pocahontas|disney
Cinderella|disney
Tarzan|disney
Ariel|mermaid|disney
Snow White|disney|walt
Little Mermaid|disney|ariel
Belle|beast disney|disney
Rapunzel|disney|tangled
Olaf|snowman|frozen|elsa
Elsa|frozen|arendelle|ice queen|ice palace|disney|ice powers
Woody|buzz|toy story|sheriff
Nemo|clownfish|pixar|finding
Dory|nemo|pixar|finding
Simpsons|yellow|homer|cartoon|style|bart
Mario|luigi|nintendo|mushroom kingdom|plumber|bowser|goomba|super
Luigi|mario|nintendo
Sonic|hedgehog|sega|rings game
Link|zelda|hyrule|master sword
Peach|mario|bowser
Halo|master chief|xbox|spartan
Thor|marvel|avengers|mjolnir|hemsworth|loki
Loki|marvel|avengers|thor
Hulk|avengers|green giant|smash|smashes|marvel|bruce banner
Wolverine|claws extend|adamantium|x-men|marvel|mutant
Flash|dc comics|barry allen|justice league
Robin|batman|gotham|boy wonder
Penguin|gotham|batman
Venom|symbiote|marvel|spider-man
Vision|wanda|avengers
Black Panther|wakanda|marvel|vibranium
Black Widow|avengers|marvel|natasha
Hobbit|frodo|shire|tolkien|middle-earth|bilbo
Wednesday|addams|nevermore
Twilight|edward|bella|vampire saga|movie|saga
Goldfinger|bond|007|film
Bond|james|007|secret agent named
Rambo|bandana|movie
Bluey|dog|heeler|cartoon|bingo|episode
Elmo|muppet|sesame
Arthur|aardvark
Bambi|disney
Dumbo|disney
Stitch|lilo|alien|disney
Smurf|blue|village
Chucky|doll|killer
It|pennywise
Succession|hbo|roy family|theme
Arcane|league of legends|jinx|riot games|netflix
Bleach|anime|ichigo
Akira|anime|tetsuo|slide|neo-tokyo|bike slide
One Piece|anime|luffy|straw hat
Your Name|anime|shinkai|mitsuha
Portal|valve|glados|companion cube
Doom|slayer|video game
Zelda|link|hyrule|nintendo
Tetris|nintendo|game
Transformers|autobot|autobots|optimus|movie|robots in disguise|bumblebee
Bumblebee|transformer|autobot|camaro
Ratatouille|remy|pixar|rat chef
Soul|pixar
Brave|pixar|merida
Luca|pixar
Elemental|pixar
Grogu|mandalorian
Ken|barbie
Gladiators|movie
Oz|wizard of|dorothy
Jurassic|park|world|movie
Chewie|han|wookiee
`;
