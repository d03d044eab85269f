/**
 * Public people whose likeness or voice nobody may ask for without their consent: living ones, and those whose estates still guard it.
 * One name or alias an entry. Names after `|` need one of those words near them, because alone they mean something else.
 */
export const PEOPLE = `
Donald Trump, Melania Trump, Ivanka Trump, Joe Biden, Kamala Harris, Barack Obama, Obama^, Michelle Obama, Hillary Clinton, Bill Clinton, George W Bush,
JD Vance, Bernie Sanders, Alexandria Ocasio-Cortez, AOC^, Nancy Pelosi, Mitch McConnell, Ron DeSantis, Gavin Newsom, Ted Cruz, Marco Rubio, Mike Pence,
Robert F Kennedy Jr, RFK Jr, Vladimir Putin, Putin, Volodymyr Zelensky, Volodymyr Zelenskyy, Zelensky, Zelenskyy, Xi Jinping, Kim Jong Un, Kim Jong-il,
Narendra Modi, Emmanuel Macron, Macron^, Angela Merkel, Merkel^, Olaf Scholz, Friedrich Merz, Ursula von der Leyen, Boris Johnson, Keir Starmer, Rishi Sunak,
Theresa May, Tony Blair, Liz Truss, Nigel Farage, Justin Trudeau, Trudeau, Mark Carney, Jair Bolsonaro, Lula da Silva, Javier Milei, Recep Tayyip Erdogan,
Erdogan, Benjamin Netanyahu, Netanyahu, Viktor Orban, Giorgia Meloni, Pedro Sanchez, Jacinda Ardern, Pope Francis, Pope Leo, Pope Benedict, Dalai Lama,
King Charles^, Queen Elizabeth II, Queen Elizabeth, Prince William, Prince Harry^, Meghan Markle, Kate Middleton, Princess Diana, Lady Diana, Queen Camilla,
Greta Thunberg, Malala Yousafzai, Malala^, Nelson Mandela, Martin Luther King, Martin Luther King Jr, MLK, Muhammad Ali, John F Kennedy, JFK, Ronald Reagan,
Elon Musk, Elon^, Jeff Bezos, Bezos, Mark Zuckerberg, Zuckerberg, Bill Gates, Melinda Gates, Steve Jobs, Tim Cook, Sam Altman, Satya Nadella, Sundar Pichai,
Jensen Huang, Warren Buffett, Richard Branson, Jack Ma, Larry Ellison, Larry Page, Sergey Brin, Sheryl Sandberg, Susan Wojcicki, Peter Thiel, Bernard Arnault,
Jack Dorsey, Mark Cuban, Elizabeth Holmes, Sam Bankman-Fried, Rupert Murdoch, Michael Bloomberg, George Soros, Edward Snowden, Julian Assange,
Cristiano Ronaldo, Ronaldo, CR7, Lionel Messi, Leo Messi, Messi^, Neymar, Kylian Mbappe, Mbappe, Erling Haaland, Haaland, David Beckham, Beckham,
Zinedine Zidane, Zidane, Diego Maradona, Maradona, Pele^, Mohamed Salah, Mo Salah, Harry Kane, Jude Bellingham, Wayne Rooney, Ronaldinho, Megan Rapinoe,
Alex Morgan, Zlatan Ibrahimovic, Zlatan^, Jurgen Klopp, Pep Guardiola, Jose Mourinho, LeBron James, LeBron, Michael Jordan, Kobe Bryant, Stephen Curry,
Steph Curry, Shaquille O'Neal, Shaq^, Kevin Durant, Giannis Antetokounmpo, Luka Doncic, Magic Johnson, Larry Bird, Dennis Rodman, Caitlin Clark,
Victor Wembanyama, Tom Brady, Patrick Mahomes, Travis Kelce, Peyton Manning, Aaron Rodgers, Serena Williams, Venus Williams, Roger Federer, Federer,
Rafael Nadal, Rafa Nadal, Nadal, Novak Djokovic, Djokovic, Carlos Alcaraz, Naomi Osaka, Coco Gauff, Maria Sharapova, Andy Murray, Emma Raducanu, Iga Swiatek,
Tiger Woods, Rory McIlroy, Usain Bolt, Eliud Kipchoge, Simone Biles, Michael Phelps, Katie Ledecky, Lewis Hamilton, Max Verstappen, Verstappen,
Michael Schumacher, Ayrton Senna, Charles Leclerc, Lando Norris, Fernando Alonso, Sebastian Vettel, Valentino Rossi, Conor McGregor, Khabib Nurmagomedov,
Mike Tyson, Floyd Mayweather, Tyson Fury, Anthony Joshua, Virat Kohli, MS Dhoni, Sachin Tendulkar, Shohei Ohtani, Tony Hawk, Shaun White, Lindsey Vonn,
Mikaela Shiffrin, Eileen Gu, Hulk Hogan, John Cena, Dwayne Johnson, The Rock Johnson, Wayne Gretzky, Sidney Crosby, Caitlyn Jenner,
Tom Cruise, Tom Hanks, Tom Holland, Tom Hardy, Tom Hiddleston, Brad Pitt, Leonardo DiCaprio, DiCaprio, George Clooney, Johnny Depp, Robert Downey Jr,
Robert Downey Junior, Chris Hemsworth, Chris Evans, Chris Pratt, Chris Pine, Ryan Reynolds, Ryan Gosling, Keanu Reeves, Keanu^, Matt Damon, Ben Affleck,
Will Smith, Denzel Washington, Morgan Freeman, Samuel L Jackson, Samuel Jackson, Idris Elba, Michael B Jordan, Mahershala Ali, Jamie Foxx, Eddie Murphy,
Harrison Ford, Sylvester Stallone, Stallone, Arnold Schwarzenegger, Schwarzenegger, Bruce Willis, Jackie Chan, Bruce Lee, Jet Li, Donnie Yen, Jason Momoa,
Jason Statham, Vin Diesel, Hugh Jackman, Hugh Grant, Daniel Craig, Sean Connery, Pierce Brosnan, Benedict Cumberbatch, Cumberbatch, Daniel Radcliffe,
Rupert Grint, Robert Pattinson, Timothee Chalamet, Chalamet, Pedro Pascal, Oscar Isaac, Adam Driver, Joaquin Phoenix, Christian Bale, Cillian Murphy,
Matthew McConaughey, McConaughey, Jim Carrey, Adam Sandler, Will Ferrell, Steve Carell, Ben Stiller, Owen Wilson, Jack Black, Seth Rogen, Kevin Hart,
Robert De Niro, De Niro, Al Pacino, Jack Nicholson, Clint Eastwood, Anthony Hopkins, Ian McKellen, Patrick Stewart, Michael Caine, Liam Neeson,
Jeff Goldblum, Nicolas Cage, John Travolta, Mel Gibson, Russell Crowe, Mark Wahlberg, Jake Gyllenhaal, Bradley Cooper, Paul Rudd, Danny DeVito,
Bryan Cranston, Aaron Paul, Kit Harington, Peter Dinklage, Austin Butler, Jacob Elordi, Jeremy Allen White, Glen Powell, Antonio Banderas, Javier Bardem,
Shah Rukh Khan, Salman Khan, Aamir Khan, Amitabh Bachchan, Hrithik Roshan, Ranveer Singh, Rajinikanth, Deepika Padukone, Priyanka Chopra, Aishwarya Rai,
Alia Bhatt, Scarlett Johansson, ScarJo, Jennifer Lawrence, Jennifer Aniston, Jennifer Lopez, JLo, J Lo, Angelina Jolie, Margot Robbie, Emma Watson,
Emma Stone, Emma Thompson, Meryl Streep, Julia Roberts, Sandra Bullock, Nicole Kidman, Charlize Theron, Natalie Portman, Anne Hathaway, Kate Winslet,
Cate Blanchett, Keira Knightley, Gal Gadot, Zendaya, Florence Pugh, Anya Taylor-Joy, Jenna Ortega, Millie Bobby Brown, Sydney Sweeney, Saoirse Ronan,
Lupita Nyong'o, Viola Davis, Halle Berry, Whoopi Goldberg, Oprah Winfrey, Oprah, Gwyneth Paltrow, Reese Witherspoon, Cameron Diaz, Drew Barrymore,
Megan Fox, Mila Kunis, Jessica Alba, Jessica Chastain, Amy Adams, Emily Blunt, Helen Mirren, Judi Dench, Maggie Smith, Penelope Cruz, Salma Hayek,
Sofia Vergara, Eva Longoria, Ana de Armas, Monica Bellucci, Marion Cotillard, Michelle Yeoh, Lucy Liu, Awkwafina, Sandra Oh, Zoe Saldana, Zooey Deschanel,
Winona Ryder, Uma Thurman, Sigourney Weaver, Demi Moore, Pamela Anderson, Sarah Jessica Parker, Kristen Stewart, Dakota Johnson, Elle Fanning, Blake Lively,
Elizabeth Taylor, Marilyn Monroe, Audrey Hepburn, James Dean, Grace Kelly, Marlon Brando, Charlie Chaplin, Robin Williams, Heath Ledger, Chadwick Boseman,
Paul Walker, Betty White, Matthew Perry, Carrie Fisher, Kim Kardashian, Kardashian, Kardashians, Kylie Jenner, Kendall Jenner, Khloe Kardashian, Paris Hilton,
Gigi Hadid, Bella Hadid, Cara Delevingne, Naomi Campbell, Kate Moss, Cindy Crawford, Heidi Klum, Tyra Banks, Gisele Bundchen, Hailey Bieber, Emily Ratajkowski,
Gordon Ramsay, Jamie Oliver, Nigella Lawson, Martha Stewart, Guy Fieri, Anthony Bourdain, Salt Bae, Bob Ross, David Attenborough, Attenborough^, Bear Grylls,
Steve Irwin, Neil deGrasse Tyson, Stephen Hawking, Jane Goodall, Carl Sagan, Bill Nye, Joe Rogan, Jordan Peterson, Andrew Tate, Tucker Carlson, Alex Jones,
Jimmy Fallon, Jimmy Kimmel, Stephen Colbert, Conan O'Brien, Trevor Noah, John Oliver, Ellen DeGeneres, David Letterman, Jay Leno, Howard Stern, Anderson Cooper,
Simon Cowell, Graham Norton, Ricky Gervais, Rowan Atkinson, John Cleese, Dave Chappelle, Chris Rock, Jerry Seinfeld, Larry David, Amy Schumer, Ali Wong,
MrBeast, Mr Beast, PewDiePie, Logan Paul, Jake Paul, KSI^, Emma Chamberlain, Charli D'Amelio, Addison Rae, Khaby Lame, Kai Cenat, IShowSpeed, Marques Brownlee,
MKBHD, Casey Neistat, Bella Poarch, Dixie D'Amelio, Ninja Blevins, Pokimane, James Charles, Gary Vaynerchuk, Gary Vee, Tony Robbins, Marie Kondo, Dr Phil,
JK Rowling, J K Rowling, Stephen King, George RR Martin, Margaret Atwood, Salman Rushdie, Anna Wintour, Karl Lagerfeld, Victoria Beckham, Donatella Versace,
Amal Clooney, Monica Lewinsky, O J Simpson, Jeffrey Epstein, Harvey Weinstein, Tiger King Joe Exotic, Luigi Mangione, Osama bin Laden, Saddam Hussein,
Kim Jong-un, Yuval Noah Harari, Noam Chomsky, Mother Teresa, Walt Disney, Hugh Hefner, Alec Baldwin, Mr T, Chuck Norris, Danny Trejo, Terry Crews, Ice Cube,
特朗普, 川普, 拜登, 奥巴马, 普京, 习近平, 马斯克, 马云, 成龙, 李小龙, 姚明, 梅西, 贝克汉姆, 周杰伦, 刘德华, 范冰冰, 杨幂, 肖战, 易烊千玺, 泰勒·斯威夫特
`;

/** Surnames and first names that say a public person only beside such words. */
export const PEOPLE_IN_CONTEXT = `
Trump|president|donald|rally|maga|speech|podium|lookalike|voice|oval office|hair|tower
Biden|president|joe|speech|podium|lookalike|voice|white house
Musk|elon|tesla|spacex|rocket|ceo|lookalike|voice
Clooney|actor|george|lookalike|coffee|espresso
Modi|prime minister|india|narendra|speech
Lula|president|brazil
Prince Charles|royal|king|britain|palace
Swift|taylor|pop star|eras tour|concert
Kanye|rap|west|stage|music|sneaker|concert
`;

/** What follows a name and makes it a place or a plant: "Madonna Road", "Lincoln Park". */
export const PLACE_WORDS =
  'road street avenue lane drive boulevard park square bridge lake river airport museum lily lilies county city hall station island islands university college school memorial valley mountain mount beach bay creek church cathedral hospital stadium arena library hotel plaza crater orchid rose card';
