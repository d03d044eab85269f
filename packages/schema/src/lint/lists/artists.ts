/** Musicians: in person they are `real_person`, imitated they are `living_artist`, with a song they are `copyrighted_song`. */
export const MUSICIANS = `
Taylor Swift, Beyonce, Rihanna, Lady Gaga, Katy Perry, Ariana Grande, Billie Eilish, Dua Lipa, Olivia Rodrigo, Sabrina Carpenter, Harry Styles, Ed Sheeran,
Justin Bieber, Justin Timberlake, Bruno Mars, The Weeknd, Post Malone, Kanye West, Jay-Z, Kendrick Lamar, Eminem, Snoop Dogg, Dr Dre, 50 Cent, Lil Nas X,
Lil Wayne, Nicki Minaj, Cardi B, Megan Thee Stallion, Travis Scott, Tyler the Creator, Frank Ocean, Childish Gambino, Donald Glover, Pharrell Williams,
Pharrell, Lana Del Rey, Lorde^, Sia^, Shakira, Bad Bunny, J Balvin, Rosalia, Karol G, Daddy Yankee, Luis Fonsi, Celine Dion, Mariah Carey, Whitney Houston,
Britney Spears, Christina Aguilera, Miley Cyrus, Selena Gomez, Demi Lovato, Gwen Stefani, Alicia Keys, John Legend, Stevie Wonder, Michael Jackson,
Tina Turner, Aretha Franklin, Diana Ross, Dolly Parton, Johnny Cash, Elvis Presley, Elvis, Frank Sinatra, Sinatra, Bob Dylan, Bob Marley, Leonard Cohen,
Bruce Springsteen, Springsteen, Paul McCartney, John Lennon, Ringo Starr, George Harrison, Mick Jagger, Keith Richards, David Bowie, Bowie, Freddie Mercury,
Elton John, Rod Stewart, Phil Collins, Eric Clapton, Jimi Hendrix, Kurt Cobain, Dave Grohl, Ozzy Osbourne, Bono^, Amy Winehouse, Ellie Goulding, Jess Glynne,
Lewis Capaldi, Sam Smith, Hozier, Charli XCX, Chappell Roan, Doja Cat, SZA, Lizzo, Janelle Monae, Erykah Badu, Norah Jones, Andrea Bocelli, Luciano Pavarotti,
Pavarotti, Yo-Yo Ma, Lang Lang, Kenny G, Willie Nelson, Garth Brooks, Shania Twain, Carrie Underwood, Morgan Wallen, Zach Bryan, Luke Combs, Jack White,
Thom Yorke, Bjork, Enya^, Moby^, Skrillex, Deadmau5, David Guetta, Calvin Harris, Avicii, Marshmello, Diplo^, Fatboy Slim, Aphex Twin, Burna Boy, Wizkid,
Tupac, 2Pac, Biggie Smalls, Notorious BIG, Nas^, Ice Spice, Jack Harlow, Machine Gun Kelly, Avril Lavigne, Alanis Morissette, Celia Cruz, Ricky Martin,
Enrique Iglesias, Julio Iglesias, Peso Pluma, Tyla^, Raye^, Jungkook, Jung Kook, Jennie Kim, Tom Waits, Nick Cave, Iggy Pop, Patti Smith, Debbie Harry, Cher^,
The Beatles, Beatles, Rolling Stones^, Led Zeppelin, Pink Floyd, Coldplay, U2, Metallica, AC/DC, ABBA, Guns N' Roses, Bon Jovi, Aerosmith, Radiohead, Arctic Monkeys,
Red Hot Chili Peppers, Foo Fighters, Green Day, Linkin Park, Imagine Dragons, Maroon 5, OneRepublic, One Direction, Backstreet Boys, Spice Girls, BTS, Blackpink,
Daft Punk, Depeche Mode, Fleetwood Mac, Bee Gees, Beach Boys^, Tame Impala, Gorillaz^, The Killers^, Twenty One Pilots, Black Eyed Peas, Wu-Tang Clan, Run DMC,
Public Enemy, NWA,  Rammstein, Kraftwerk, Iron Maiden, Black Sabbath, Slipknot, Bring Me the Horizon, Simon and Garfunkel, Jonas Brothers, Vangelis
`;

/** Musicians whose names are everyday words: only beside such words. */
export const MUSICIANS_IN_CONTEXT = `
Drake|rap|raps|rapping|rapper|song|music|style|beat|hip-hop|hip hop|concert|vocals|sings|track
Adele|song|sings|singing|singer|ballad|vocals|voice|sounds like|music|concert
Madonna|pop|sings|singing|singer|song|vogue|concert|music|stage|impersonator|lookalike
Prince|purple rain|song|guitar solo|funk|musician|singer
Queen|song by|song|freddie|rock band|band|rock anthem|we will rock you
Pink|singer's|song by|pop star
Usher|r&b|sings|singer
Sting|singer|song|police|sings
Future|rapper|trap beat
Journey|song by|rock band
Toto|song|africa|band
Halsey|song|sings|vocals
Ye|rapper|yeezy|kanye
Kiss|rock band|glam rock
Oasis|wonderwall|song by|britpop|gallagher
Nirvana|kurt|grunge|song by|band
Blur|britpop|song by
Muse|rock band|song by
Eagles|hotel california|song by|band|rock band
Police|song by the|roxanne
`;

/** Living visual artists, directors, photographers, composers, writers; and those whose estates still hold the rights. */
export const ARTISTS = `
Wes Anderson, Hayao Miyazaki, Miyazaki, Makoto Shinkai, Mamoru Hosoda, Katsuhiro Otomo, Isao Takahata, Banksy, Greg Rutkowski, Rutkowski, Yayoi Kusama, Kusama,
Takashi Murakami, Beeple, David Hockney, Hockney, Damien Hirst, Jeff Koons, KAWS, Shepard Fairey, JR artist, Ai Weiwei, Anish Kapoor, Olafur Eliasson,
James Turrell, Gerhard Richter, Cindy Sherman, Marina Abramovic, Kehinde Wiley, Kara Walker, Jenny Holzer, Barbara Kruger, Ed Ruscha, Anselm Kiefer, Neo Rauch,
Yoshitomo Nara, Maurizio Cattelan, Tracey Emin, Grayson Perry, Jenny Saville, Peter Doig, Invader artist, Refik Anadol, Tyler Hobbs, Pak artist, Simon Stalenhag,
Stalenhag, Loish, Lois van Baarle, Ilya Kuvshinov, Artgerm, Stanley Lau, WLOP, Sakimichan, Ross Tran, James Jean, Alphonse Dunn, Craig Mullins, Syd Mead,
HR Giger, H R Giger, Giger, Frank Frazetta, Moebius, Jean Giraud, Alex Ross, Jim Lee, Todd McFarlane, Frank Miller, Mike Mignola, Junji Ito, Akira Toriyama,
Eiichiro Oda, Naoko Takeuchi, Yoshitaka Amano, Tetsuya Nomura, Kim Jung Gi, Quentin Blake, Eric Carle, Maurice Sendak, Dr Seuss, Beatrix Potter style, Shaun Tan,
Thomas Kinkade, Lisa Frank, Keith Haring, Andy Warhol, Warhol, Roy Lichtenstein, Lichtenstein, Jean-Michel Basquiat, Basquiat, Salvador Dali, Pablo Picasso,
Picasso, Francis Bacon painter, Lucian Freud, Louise Bourgeois, Georgia O'Keeffe, Jackson Pollock, Mark Rothko, MC Escher, M C Escher, Rene Magritte, Magritte,
Norman Rockwell, Christo and Jeanne-Claude, Fernando Botero, Botero, Annie Leibovitz, Leibovitz, Steve McCurry, Sebastiao Salgado, Martin Parr, Tim Walker,
David LaChapelle, Mario Testino, Rankin photographer, Nan Goldin, Andreas Gursky, Gregory Crewdson, Peter Lindbergh, Helmut Newton, Richard Avedon, Ansel Adams,
Henri Cartier-Bresson, Vivian Maier, Saul Leiter, Diane Arbus, Platon photographer, Christopher Nolan, Quentin Tarantino, Tarantino, Tim Burton, Steven Spielberg,
Spielberg, Martin Scorsese, Scorsese, David Fincher, David Lynch, Denis Villeneuve, Villeneuve, Ridley Scott, James Cameron, Michael Bay, Zack Snyder, Guillermo del Toro,
Bong Joon-ho, Park Chan-wook, Wong Kar-wai, Wong Kar Wai, Ang Lee, Zhang Yimou, Sofia Coppola, Francis Ford Coppola, Greta Gerwig, Jordan Peele, Ari Aster,
Robert Eggers, Yorgos Lanthimos, Paul Thomas Anderson, Coen Brothers, Darren Aronofsky, Terrence Malick, Spike Jonze, Spike Lee, Michel Gondry, Guy Ritchie,
Edgar Wright, Baz Luhrmann, Pedro Almodovar, Almodovar, Alfonso Cuaron, Alejandro Inarritu, Taika Waititi, Peter Jackson, George Lucas, JJ Abrams, J J Abrams,
Stanley Kubrick, Kubrick, Alfred Hitchcock, Hitchcock, Akira Kurosawa, Kurosawa, Andrei Tarkovsky, Tarkovsky, Federico Fellini, Fellini, Sergio Leone, Jacques Tati,
Jean-Luc Godard, Godard, Ingmar Bergman, Roger Deakins, Emmanuel Lubezki, Hoyte van Hoytema, Christopher Doyle, Matt Groening, Genndy Tartakovsky, Nick Park,
Henry Selick, Don Bluth, Brad Bird, Pendleton Ward, Rebecca Sugar, Trey Parker, Hans Zimmer, John Williams composer, Ennio Morricone, Morricone, Danny Elfman,
Ludovico Einaudi, Einaudi, Philip Glass, Max Richter, Joe Hisaishi, Hisaishi, Ryuichi Sakamoto, Trent Reznor, Hildur Gudnadottir, Jonny Greenwood, Brian Eno,
Zaha Hadid, Frank Gehry, Gehry, Tadao Ando, Bjarke Ingels, Santiago Calatrava, Philippe Starck, Alexander McQueen, Vivienne Westwood, Iris van Herpen, Virgil Abloh,
Rick Owens, Rei Kawakubo, Issey Miyake, Margaret Keane, Romero Britto, Mr Brainwash, Mr Doodle, Alex Grey, Android Jones, Peter Max, Bill Watterson, Charles Schulz,
Jim Davis cartoonist, Gary Larson, Adam Elliot, Don Hertzfeldt, 宫崎骏, 新海诚, 村上隆, 草间弥生, 王家卫, 张艺谋
`;

/** Masters whose work belongs to everybody: a style may be named after them. */
export const FREE_MASTERS = `
Vincent van Gogh, Van Gogh, Claude Monet, Monet, Edgar Degas, Degas, Auguste Renoir, Renoir, Edouard Manet, Manet, Paul Cezanne, Cezanne, Paul Gauguin, Gauguin,
Georges Seurat, Seurat, Toulouse-Lautrec, Henri Rousseau, Gustav Klimt, Klimt, Egon Schiele, Schiele, Alphonse Mucha, Mucha, Edvard Munch, Munch, Johannes Vermeer,
Vermeer, Rembrandt, Frans Hals, Pieter Bruegel, Bruegel, Brueghel, Hieronymus Bosch, Albrecht Durer, Durer, Hans Holbein, Caspar David Friedrich, Leonardo da Vinci,
Da Vinci, Michelangelo, Raphael, Titian, Caravaggio, Botticelli, Canaletto, Giotto, El Greco, Velazquez, Goya, Francisco Goya, William Turner, JMW Turner, Turner^,
John Constable, Constable^, William Blake, William Morris, John Singer Sargent, Winslow Homer, Hokusai, Katsushika Hokusai, Hiroshige, Utagawa Hiroshige, Utamaro,
Gustave Dore, Aubrey Beardsley, Arthur Rackham, Wassily Kandinsky, Kandinsky, Paul Klee, Piet Mondrian, Mondrian, Kazimir Malevich, El Lissitzky, Amedeo Modigliani,
Franz Marc, August Macke, Georges Melies, Melies, Lumiere, Bach, Johann Sebastian Bach, Mozart, Wolfgang Amadeus Mozart, Beethoven, Ludwig van Beethoven, Vivaldi,
Antonio Vivaldi, Chopin, Debussy, Claude Debussy, Erik Satie, Satie, Tchaikovsky, Brahms, Schubert, Handel, Haydn, Liszt, Verdi, Puccini, Wagner, Ravel, Grieg,
Scott Joplin, Jane Austen, Charles Dickens, William Shakespeare, Shakespeare, Edgar Allan Poe, Jules Verne, Hans Christian Andersen, Brothers Grimm, Lewis Carroll,
Nikola Tesla, Tesla coil, Tesla coils, Queen Elizabeth I, Prince Charming, Artemisia Gentileschi, Berthe Morisot, Mary Cassatt, Hilma af Klint, Antoni Gaudi, Gaudi, Andrea Palladio, Palladio, Ivan Aivazovsky, Ilya Repin, Thomas Cole
`;
